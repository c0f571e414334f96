import { gigaset } from './gigaset/index.ts';
import type { RedirectionService, Service } from './service.ts';
import { snom } from './snom/index.ts';

/** The redirection services, in the order in which they are offered. */
export const REDIRECTION_SERVICES: readonly RedirectionService[] = [gigaset, snom];

/** Every service there is, in the order in which they are offered. */
export const SERVICES: readonly Service[] = [...REDIRECTION_SERVICES];

/** Finds a service by its id (`--service`, an account's field); `null` when there is none of that name. */
export function findService(id: string): Service | null {
  return SERVICES.find(({ description }) => description.id === id) ?? null;
}

/** Finds a redirection service by its id; `null` when there is none of that name or it isn't one. */
export function findRedirectionService(id: string): RedirectionService | null {
  return REDIRECTION_SERVICES.find(({ description }) => description.id === id) ?? null;
}
