import { beforeEach, describe, expect, test } from 'vitest';
import { useNavigation } from '../../app/navigation.ts';
import { useImportSource } from '../import/import-source.ts';
import { arrive, rolloutNameOf, useArrivals } from './arrivals.ts';

const LIST = { name: 'phones.csv', base64: 'TUFD' };

beforeEach(() => {
  useNavigation.setState({ place: { screen: 'rollouts' } });
  useArrivals.getState().clear();
  useImportSource.getState().setSource('', null);
});

describe('a file that arrives', () => {
  test('is opened as a rollout by its ending, wherever one is', () => {
    for (const place of [{ screen: 'settings' }, { screen: 'rollout', rollout: 'Site', tab: 'run' }] as const) {
      useNavigation.setState({ place });
      arrive({ name: 'Site.ROLLCALL', base64: '' });
      expect(useArrivals.getState()).toMatchObject({ rolloutFile: { name: 'Site.ROLLCALL' }, list: null });
      expect(useNavigation.getState().place).toEqual(place);
    }
  });

  test('is a list for the rollout that is shown', () => {
    useNavigation.setState({ place: { screen: 'rollout', rollout: 'Site', tab: 'devices' } });
    arrive(LIST);
    expect(useImportSource.getState()).toMatchObject({ rollout: 'Site', source: { kind: 'file', ...LIST } });
    expect(useNavigation.getState().place).toEqual({ screen: 'rollout', rollout: 'Site', tab: 'import' });
    expect(useArrivals.getState().list).toBeNull();
  });

  test('is a list for a new rollout elsewhere', () => {
    arrive(LIST);
    expect(useArrivals.getState().list).toEqual({ kind: 'file', ...LIST });
    expect(useNavigation.getState().place).toEqual({ screen: 'rollouts' });
  });
});

test.each([
  [{ kind: 'file', name: 'Rathaus_2. OG.csv', base64: '' }, 'Rathaus 2. OG'],
  [{ kind: 'file', name: 'list', base64: '' }, 'list'],
  [{ kind: 'file', name: '.csv', base64: '' }, ''],
  [{ kind: 'text', text: 'MAC' }, ''],
  [null, ''],
] as const)('the rollout for %j is called %j', (list, name) => {
  expect(rolloutNameOf(list)).toBe(name);
});
