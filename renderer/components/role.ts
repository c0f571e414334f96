import type { AriaRole, HTMLAttributes } from 'react';

/**
 * Role, attributes and handlers of an element that is no table, list or row by itself.
 *
 * Rows that are placed by transform can't be table elements; they say by their role what they are.
 */
export function role(
  name: AriaRole,
  attributes: HTMLAttributes<HTMLDivElement> = {},
): HTMLAttributes<HTMLDivElement> & { readonly role: AriaRole } {
  return { role: name, ...attributes };
}
