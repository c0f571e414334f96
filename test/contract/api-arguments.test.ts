import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { openTestApi, type TestApi } from '../../electron/api/api-testing.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { Result } from '../../shared/result.ts';

const CALLS = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls).map(([name, { argument }]) => ({ call: `${group}.${name}`, group, name, argument })),
);

type Call = (raw: unknown) => Promise<Result<unknown, { readonly concern: string; readonly words: string }>>;

function find({ api }: TestApi, group: string, name: string): Call {
  const groups = api as unknown as Readonly<Record<string, Readonly<Record<string, Call>>>>;
  const call = groups[group]?.[name];
  if (call === undefined) throw new Error(`There is no ${group}.${name}.`);
  return call;
}

/** What no argument of the contract may be: all of them are objects. */
const NO_OBJECTS = [undefined, null, true, 0, Number.NaN, '', 'all', [], [{}], () => {}, Symbol('x'), 1n];

describe.each(CALLS)('$call', ({ group, name }) => {
  test('refuses what is no object', async () => {
    const opened = await openTestApi({ locked: true });
    for (const junk of NO_OBJECTS) {
      const answer = await find(opened, group, name)(junk);
      expect(answer).toMatchObject({ ok: false, error: { concern: 'input', words: 'input.bad-argument' } });
    }
  });
});

/** Those that take an empty object take every one. */
const CHOOSY = CALLS.filter(({ argument }) => Object.keys(argument.shape).length > 0);

describe.each(CHOOSY)('$call', ({ group, name, argument }) => {
  test('never throws, and refuses all that its schema does', async () => {
    const opened = await openTestApi({ locked: true });
    const fields = Object.keys(argument.shape);
    const junk = fc
      .dictionary(fc.constantFrom('x', ...fields), fc.anything(), { maxKeys: fields.length })
      .filter((raw) => !argument.safeParse(raw).success);
    await fc.assert(
      fc.asyncProperty(junk, async (raw) => {
        const answer = await find(opened, group, name)(raw);
        expect(answer).toMatchObject({ ok: false, error: { concern: 'input', words: 'input.bad-argument' } });
      }),
      { numRuns: 50 },
    );
  });
});

test('a value keeps to its schema: no field that nobody described', async () => {
  const opened = await openTestApi();
  const { api } = opened;
  await api.rollouts.create({ name: 'site' });
  const answers = {
    'rollouts.list': await api.rollouts.list({}),
    'rollouts.show': await api.rollouts.show({ name: 'site' }),
    'runs.state': await api.runs.state({ rollout: 'site' }),
    'devices.facets': await api.devices.facets({ rollout: 'site' }),
    'settings.get': await api.settings.get({}),
    'services.list': await api.services.list({}),
  };
  for (const [call, answer] of Object.entries(answers)) {
    const found = CALLS.find((one) => one.call === call);
    const groups = contract as unknown as Readonly<
      Record<string, Readonly<Record<string, { readonly value: z.ZodType }>>>
    >;
    const schema = groups[found?.group ?? '']?.[found?.name ?? '']?.value;
    expect(answer.ok && schema?.safeParse(answer.value).data).toEqual(answer.ok && answer.value);
  }
});
