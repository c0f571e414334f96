import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html, rawHtml } from './html.ts';

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
