import { expect, test } from 'vitest';
import { Pace } from './pace.ts';
import { readMany } from './reader.ts';
import { devices, lost, MemoryService } from './rollouts-testing.ts';

test('a device whose read has to be repeated is not lost when other workers found nothing left', async () => {
  const some = devices(2);
  const [first] = some;
  const failures = new Set<unknown>();
  const service = new MemoryService({
    hasListing: false,
    callMs: 5,
    disturb: ({ macs: [mac] }) => {
      if (mac !== first?.mac || failures.size > 0) return null;
      failures.add(mac);
      return { failure: lost('fault'), isApplied: false };
    },
  });
  const readings = await readMany(service.session, new Pace(4), some, new AbortController().signal);
  expect([...readings.values()].map(({ kind }) => kind)).toEqual(['absent', 'absent']);
  expect(service.calls).toHaveLength(3);
});
