import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { escapeHtml, html, joinInTurns, rawHtml } from './html.ts';

test('escapes what is put in, and nothing that is HTML already', () => {
  expect(
    html`<p title="${'"a" & \'b\''}">${'<b>'}${rawHtml('<i>x</i>')}${[html`<u>${1}</u>`, '<', null]}</p>`.text,
  ).toBe('<p title="&quot;a&quot; &amp; &#39;b&#39;">&lt;b&gt;<i>x</i><u>1</u>&lt;</p>');
});

test('no text can open or close a tag or an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"'\0]/);
      expect(escaped.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }),
  );
});

test('many parts are joined in their order, with turns for others between them', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  onTestFinished(() => clearImmediate(timer));
  const items = Array.from({ length: 5_000 }, (_, index) => `<${index}>`);
  const joined = await joinInTurns(items, (item) => html`<p>${item}</p>`);
  expect(joined.text).toBe(items.map((item) => html`<p>${item}</p>`.text).join(''));
  expect(joined.text).toContain('<p>&lt;4999&gt;</p>');
  expect(turns).toBeGreaterThan(5);
  expect((await joinInTurns([], () => html``)).text).toBe('');
});
