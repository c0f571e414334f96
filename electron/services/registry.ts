import type { CodeService } from './code-service.ts';
import type { ConfigService } from './config-service.ts';
import { gigaset } from './gigaset/index.ts';
import { innovaphone } from './innovaphone/index.ts';
import { openstage } from './openstage/index.ts';
import { pbxware } from './pbxware/index.ts';
import type { RedirectionService, Service } from './service.ts';
import { snom } from './snom/index.ts';

/** The redirection services, in the order in which they are offered. */
export const REDIRECTION_SERVICES: readonly RedirectionService[] = [gigaset, snom];

/** The services that give out provisioning codes. */
export const CODE_SERVICES: readonly CodeService[] = [innovaphone];

/** The services whose phones fetch files from a server. */
export const CONFIG_SERVICES: readonly ConfigService[] = [pbxware];

/** Every service there is, in the order in which they are offered. */
export const SERVICES: readonly Service[] = [...REDIRECTION_SERVICES, ...CODE_SERVICES, openstage, ...CONFIG_SERVICES];

/** Finds a service by its id (`--service`, an account's field); `null` when there is none of that name. */
export function findService(id: string): Service | null {
  return SERVICES.find(({ description }) => description.id === id) ?? null;
}

/** Finds a redirection service by its id; `null` when there is none of that name or it isn't one. */
export function findRedirectionService(id: string): RedirectionService | null {
  return REDIRECTION_SERVICES.find(({ description }) => description.id === id) ?? null;
}

/** Finds a service that gives out codes by its id; `null` when there is none of that name or it isn't one. */
export function findCodeService(id: string): CodeService | null {
  return CODE_SERVICES.find(({ description }) => description.id === id) ?? null;
}

/** Finds a service of configuration files by its id; `null` when there is none of that name or it isn't one. */
export function findConfigService(id: string): ConfigService | null {
  return CONFIG_SERVICES.find(({ description }) => description.id === id) ?? null;
}
