import { gigaset } from './gigaset/index.ts';
import type { Service } from './service.ts';
import { snom } from './snom/index.ts';

/** Every service there is, in the order in which they are offered. */
export const SERVICES: readonly Service[] = [gigaset, snom];

/** Finds a service by its id (`--service`, an account's field); `null` when there is none of that name. */
export function findService(id: string): Service | null {
  return SERVICES.find(({ description }) => description.id === id) ?? null;
}
