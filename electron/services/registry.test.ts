import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findService, SERVICES } from './registry.ts';

test('every service folder is registered under its own name', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(SERVICES.map(({ description }) => description.id).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('a service is found by its id only', () => {
  expect(findService('snom')?.description.title).toBe('snom');
  expect(findService('Gigaset')).toBeNull();
  expect(findService('')).toBeNull();
});
