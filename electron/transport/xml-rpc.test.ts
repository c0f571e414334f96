import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/domain/failure.ts';
import {
  decodeCall,
  decodeResponse,
  encodeCall,
  encodeFault,
  encodeResponse,
  isXmlRpcText,
  XML_RPC_MAX_BYTES,
  XML_RPC_MAX_DEPTH,
  type XmlRpcValue,
} from './xml-rpc.ts';

/** An answer around the XML of one value. */
function answer(value: string): string {
  return `<methodResponse><params><param>${value}</param></params></methodResponse>`;
}

/** Decodes an answer that must hold a value. */
async function decodeValue(source: Uint8Array | string): Promise<XmlRpcValue> {
  const result = await decodeResponse(source);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  if (result.value.kind !== 'value') throw new Error('a fault');
  return result.value.value;
}

async function decodeFailure(source: Uint8Array | string): Promise<Failure> {
  const result = await decodeResponse(source);
  if (result.ok) throw new Error('accepted');
  return result.error;
}

async function findAspect(source: Uint8Array | string): Promise<string | undefined> {
  return (await decodeFailure(source)).aspect;
}

const EXTENSIONS = 'xmlns:ex="http://ws.apache.org/xmlrpc/namespaces/extensions"';

describe('decodeResponse: values', () => {
  it.each<[string, XmlRpcValue]>([
    ['<int>-12</int>', -12],
    ['<int> 7\n</int>', 7],
    ['<int>-0</int>', 0],
    ['<i4>+2147483647</i4>', 2_147_483_647],
    ['<boolean>1</boolean>', true],
    ['<boolean>0</boolean>', false],
    ['<boolean>true</boolean>', true],
    ['<boolean>false</boolean>', false],
    ['<string>OK: x</string>', 'OK: x'],
    ['<string> \t\n</string>', ' \t\n'],
    ['<string></string>', ''],
    ['<string/>', ''],
    ['<double>-12.5</double>', -12.5],
    ['<double>.5</double>', 0.5],
    ['<double>1e+300</double>', 1e300],
    ['<dateTime.iso8601>20261120T14:08:55</dateTime.iso8601>', { kind: 'dateTime', text: '20261120T14:08:55' }],
    ['<dateTime.iso8601>2026-11-20T14:08:55Z</dateTime.iso8601>', { kind: 'dateTime', text: '2026-11-20T14:08:55Z' }],
    ['<base64>eW91IGNhbid0\n  IHJlYWQgdGhpcyE=\n</base64>', new TextEncoder().encode("you can't read this!")],
    ['<base64/>', new Uint8Array()],
    ['<array><data/></array>', []],
    ['<array><data><value><array><data><value/></data></array></value></data></array>', [['']]],
    ['<struct/>', new Map()],
    ['<struct><member><name/><value><nil/></value></member></struct>', new Map([['', null]])],
    ['<nil/>', null],
    ['<nil></nil>', null],
    ['<i8>-9223372036854775808</i8>', -9_223_372_036_854_775_808n],
    [`<ex:nil ${EXTENSIONS}/>`, null],
    [`<ex:i1 ${EXTENSIONS}>-128</ex:i1>`, -128],
    ['<ext:i2>32767</ext:i2>', 32_767],
    ['<ex:i8>9223372036854775807</ex:i8>', 9_223_372_036_854_775_807n],
    ['<any:float>1.5</any:float>', 1.5],
    ['<ex:bigdecimal>1.50</ex:bigdecimal>', '1.50'],
    ['<ex:biginteger>-18446744073709551616</ex:biginteger>', -18_446_744_073_709_551_616n],
    ['<ex:dateTime>2026-11-20T14:08:55.123Z</ex:dateTime>', { kind: 'dateTime', text: '2026-11-20T14:08:55.123Z' }],
  ])('reads %s', async (xml, value) => {
    expect(await decodeValue(answer(`<value>${xml}</value>`))).toEqual(value);
    expect(await decodeValue(answer(`<value>\r\n\t ${xml} </value>`))).toEqual(value);
  });

  it.each([
    ['<value>OK: x</value>', 'OK: x'],
    ['<value> OK </value>', ' OK '],
    ['<value>\n</value>', '\n'],
    ['<value/>', ''],
    ['<value></value>', ''],
    ['<value>a<!-- <b> -->b<?pi <c> ?>c</value>', 'abc'],
    ['<value><![CDATA[<&amp;]]>]]&gt;</value>', '<&amp;]]>'],
    ['<value><![CDATA[]]]]></value>', ']]'],
    ['<value>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F4de;&#0000000000000000065;</value>', '<>&"\'A📞A'],
    ['<value>a\r\nb\rc\n&#13;&#xd;</value>', 'a\nb\nc\n\r\r'],
    ['<value>7C2F80820EC0-1234</value>', '7C2F80820EC0-1234'],
  ])('reads the untyped %s as text to the letter', async (xml, text) => {
    expect(await decodeValue(answer(xml))).toBe(text);
  });

  it.each(['000413260000', '12E34', '0x10', '0004136100e5', '1e5', '-0', '00', 'true', 'null', 'NaN', ' 1 '])(
    'keeps the text %j to the letter, typed and untyped',
    async (text) => {
      expect(await decodeValue(answer(`<value>${text}</value>`))).toBe(text);
      expect(await decodeValue(answer(`<value><string>${text}</string></value>`))).toBe(text);
    },
  );

  it('keeps members in their order and takes any name', async () => {
    const xml = ['__proto__', 'b', 'a', '1', ' x ']
      .map((name) => `<member>\n<name>${name}</name> <value>${name}</value></member>`)
      .join('\n');
    const value = await decodeValue(answer(`<value><struct> ${xml} </struct></value>`));
    expect(value).toEqual(new Map(['__proto__', 'b', 'a', '1', ' x '].map((name) => [name, name])));
    expect(value instanceof Map ? [...value.keys()] : []).toEqual(['__proto__', 'b', 'a', '1', ' x ']);
  });

  it('reads a Gigaset answer: untyped values, no white space, namespace declared', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?><methodResponse ${EXTENSIONS}><params><param><value><array><data><value><boolean>0</boolean></value><value>mac_not_found:7C2F80820EC0</value></data></array></value></param></params></methodResponse>`;
    expect(await decodeValue(xml)).toEqual([false, 'mac_not_found:7C2F80820EC0']);
  });

  it('reads a snom answer: typed values, white space, single quotes in the prolog', async () => {
    const xml = `<?xml version='1.0' encoding='utf-8'?>
<methodResponse>
  <params>
    <param>
      <value>
        <array>
          <data>
            <value> <boolean>1</boolean> </value>
            <value>
              <string>Ok</string>
            </value>
          </data>
        </array>
      </value>
    </param>
  </params>
</methodResponse>
`;
    expect(await decodeValue(xml)).toEqual([true, 'Ok']);
    expect(await decodeValue(xml.replaceAll('\n', '\r\n'))).toEqual([true, 'Ok']);
  });

  it('reads an answer without a parameter as null', async () => {
    expect(await decodeValue('<methodResponse><params/></methodResponse>')).toBe(null);
    expect(await decodeValue('<methodResponse><params>\n</params></methodResponse>')).toBe(null);
  });

  it('ignores attributes, comments, instructions and white space around everything', async () => {
    const xml = `<?xml version="1.0" standalone="yes" ?><!-- a --><?x y?>
      <x:methodResponse xmlns:x='urn:x' a = "1&amp;&gt;" b='"'><!--><-->
      <params ><param\n><value\t><string >x</string ></value ></param></params></x:methodResponse>
      <!-- b --> <?y?>\n`;
    expect(await decodeValue(xml)).toBe('x');
  });

  it('reads a document from a view into a larger buffer', async () => {
    const padded = Buffer.from(`####${answer('<value>ä</value>')}####`);
    expect(await decodeValue(padded.subarray(4, -4))).toBe('ä');
  });
});

describe('decodeResponse: faults', () => {
  it('reads a fault', async () => {
    const xml =
      '<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>4</int></value></member><member><name>faultString</name><value><string>Too many parameters.</string></value></member></struct></value></fault></methodResponse>';
    expect(await decodeResponse(xml)).toEqual({
      ok: true,
      value: { kind: 'fault', code: 4, text: 'Too many parameters.' },
    });
  });

  it.each([
    ['<i8>-32504</i8>', -32_504],
    ['<string>0</string>', 0],
    ['12', 12],
  ])('takes the code %s of sloppier servers', async (code, number) => {
    const xml = `<methodResponse><fault><value><struct><member><name>faultCode</name><value>${code}</value></member></struct></value></fault></methodResponse>`;
    expect(await decodeResponse(xml)).toEqual({ ok: true, value: { kind: 'fault', code: number, text: '' } });
  });

  it.each([
    '<value>no</value>',
    '<value><struct/></value>',
    '<value><struct><member><name>faultCode</name><value>x</value></member></struct></value>',
    '<value><struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value><int>1</int></value></member></struct></value>',
  ])('refuses the fault %s', async (value) => {
    expect(await findAspect(`<methodResponse><fault>${value}</fault></methodResponse>`)).toBe('shape');
  });
});

describe('decodeResponse: encodings', () => {
  const text = 'Müller – € 📞';
  const document = answer(`<value>${text}</value>`);

  it('reads UTF-8 and UTF-16 with a byte order mark', async () => {
    expect(await decodeValue(Buffer.from(`\ufeff${document}`))).toBe(text);
    expect(await decodeValue(Buffer.from(`\ufeff${document}`, 'utf16le'))).toBe(text);
    expect(await decodeValue(Buffer.from(`\ufeff${document}`, 'utf16le').swap16())).toBe(text);
    expect(await decodeValue(`\ufeff${document}`)).toBe(text);
  });

  it('reads UTF-16 without one', async () => {
    const named = `<?xml version="1.0" encoding="utf-16"?>${document}`;
    expect(await decodeValue(Buffer.from(named, 'utf16le'))).toBe(text);
    expect(await decodeValue(Buffer.from(named, 'utf16le').swap16())).toBe(text);
  });

  it.each(['utf-8', 'UTF-8', 'UTF8', 'utf-16'])('reads UTF-8 bytes that say %s', async (name) => {
    expect(await decodeValue(Buffer.from(`<?xml version='1.0' encoding='${name}'?>${document}`))).toBe(text);
  });

  it.each(['iso-8859-1', 'ISO-8859-1', 'latin1', 'windows-1252', 'us-ascii'])('reads %s', async (name) => {
    const bytes = Buffer.from(
      `<?xml version="1.0"  encoding = "${name}" ?>${answer('<value>Müller</value>')}`,
      'latin1',
    );
    const asBytes = name === 'us-ascii' ? Buffer.from(bytes.toString('latin1').replace('ü', 'u'), 'latin1') : bytes;
    expect(await decodeValue(asBytes)).toBe(name === 'us-ascii' ? 'Muller' : 'Müller');
  });

  it('reads the euro sign of windows-1252', async () => {
    const bytes = Buffer.from(
      `<?xml version="1.0" encoding="windows-1252"?>${answer('<value>\x80</value>')}`,
      'latin1',
    );
    expect(await decodeValue(bytes)).toBe('€');
  });

  it('ignores the encoding named in a string', async () => {
    expect(await decodeValue(`<?xml version="1.0" encoding="iso-8859-1"?>${document}`)).toBe(text);
  });

  it('refuses unknown names and bytes that the encoding does not have', async () => {
    const unknown = await decodeFailure(Buffer.from(`<?xml version="1.0" encoding="klingon"?>${document}`));
    expect(unknown).toMatchObject({ aspect: 'encoding', detail: { encoding: 'klingon' } });
    const noName = await decodeFailure(Buffer.from(`<?xml version="1.0" encoding="\x1b[31m"?>${document}`));
    expect(noName).toMatchObject({ aspect: 'character' });
    expect(noName.detail).toEqual({ line: 1, column: 31 });
    const invalid = await decodeFailure(Buffer.from(document, 'latin1'));
    expect(invalid).toMatchObject({ aspect: 'encoding', detail: { encoding: 'utf-8' } });
    expect(await decodeValue(Buffer.from(document))).toBe(text);
    expect(await findAspect(Buffer.from(`\ufeff${document}`, 'utf16le').subarray(0, -1))).toBe('encoding');
  });
});

describe('decodeResponse: refusals', () => {
  const inValue = (xml: string) => answer(`<value>${xml}</value>`);
  const member = '<member><name>a</name><value>1</value></member>';

  it.each([
    ['', 'empty'],
    [' \r\n\t', 'empty'],
    ['\ufeff', 'empty'],
    ['404 page not found', 'text'],
    ['{"result": [true, "Ok"]}', 'json'],
    [' \n[]', 'json'],
    ['<!DOCTYPE html><html><body>no</body></html>', 'html'],
    ['<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><html lang=en>', 'html'],
    ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', 'html'],
    ['\n<h1>502 Bad Gateway</h1>', 'html'],
    ['<html><p>&nbsp;<br>', 'html'],
    ['<!DOCTYPE methodResponse><methodResponse/>', 'doctype'],
    ['<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><methodResponse/>', 'doctype'],
    [inValue('<!DOCTYPE x>'), 'doctype'],
    [inValue('&nbsp;'), 'entity'],
    [inValue('&x;'), 'entity'],
    [inValue('a & b'), 'entity'],
    [inValue('&amp'), 'entity'],
    [inValue('&;'), 'entity'],
    [inValue('&AMP;'), 'entity'],
    [inValue('&#12a;'), 'entity'],
    [inValue('&#x;'), 'entity'],
    [answer('<value a="&x;"/>'), 'entity'],
    [inValue('&#0;'), 'character'],
    [inValue('&#xd800;'), 'character'],
    [inValue('&#x110000;'), 'character'],
    [inValue('&#99999999999999999999;'), 'character'],
    [inValue('\0'), 'character'],
    [inValue('\x1b[31m'), 'character'],
    [inValue('\ud800'), 'character'],
    [inValue('\uffff'), 'character'],
    ['<?xml version="1.0"?>', 'truncated'],
    ['<!-- only -->', 'truncated'],
    ['<methodResp', 'truncated'],
    ['<methodResponse><params><param><value>x</val', 'truncated'],
    ['<methodResponse><params><param><value>x', 'truncated'],
    ['<methodResponse><params><param><value>x&am', 'truncated'],
    ['<methodResponse><params><param><value><![CDATA[x]]', 'truncated'],
    ['<methodResponse><params><param><value><!-- x', 'truncated'],
    ['<methodResponse><params><param><value a="', 'truncated'],
    ['<methodResponse><!-', 'truncated'],
    ['<methodResponse><params/>', 'truncated'],
    ['<methodResponse></params></methodResponse>', 'mismatched'],
    [inValue('<string>x</int>'), 'mismatched'],
    [inValue('<string>x</stringx>'), 'mismatched'],
    [inValue('<ex:nil></nil>'), 'mismatched'],
    ['</methodResponse>', 'mismatched'],
    [`${answer('<value/>')}<methodResponse/>`, 'trailing'],
    [`${answer('<value/>')}x`, 'trailing'],
    [`${answer('<value/>')}<![CDATA[ ]]>`, 'syntax'],
    [` <?xml version="1.0"?>${answer('<value/>')}`, 'syntax'],
    [`<?xml encoding="utf-8"?>${answer('<value/>')}`, 'syntax'],
    [inValue('a < b'), 'syntax'],
    [inValue('a]]>b'), 'syntax'],
    [inValue('<!-- a -- b -->'), 'syntax'],
    [inValue('<!ELEMENT x>'), 'syntax'],
    [answer('<value a=1/>'), 'syntax'],
    [answer('<value a/>'), 'syntax'],
    [answer('<value a="1" a="2"/>'), 'syntax'],
    [answer('<value a="1"b="2"/>'), 'syntax'],
    [answer('<value a="<"/>'), 'syntax'],
    [inValue('<1/>'), 'syntax'],
    [inValue('<ex:/>'), 'syntax'],
    [inValue('< string/>'), 'syntax'],
    ['<soap:Envelope xmlns:soap="urn:soap"/>', 'shape'],
    ['<methodCall><methodName>x</methodName></methodCall>', 'shape'],
    ['<METHODRESPONSE/>', 'shape'],
    ['<methodResponse/>', 'shape'],
    ['<methodResponse>x<params/></methodResponse>', 'shape'],
    ['<methodResponse><params/><params/></methodResponse>', 'shape'],
    ['<methodResponse><fault/></methodResponse>', 'shape'],
    ['<methodResponse><value/></methodResponse>', 'shape'],
    ['<methodResponse><params><param/></params></methodResponse>', 'shape'],
    [answer('<value/></param><param><value/>'), 'shape'],
    [answer('<value/><value/>'), 'shape'],
    [answer('<string>x</string>'), 'shape'],
    [answer('x<value/>'), 'shape'],
    [inValue('x<string>y</string>'), 'shape'],
    [inValue('<string>y</string>x'), 'shape'],
    [inValue('<string>x</string><string>y</string>'), 'shape'],
    [inValue('<string><b>x</b></string>'), 'shape'],
    [inValue('<String>x</String>'), 'shape'],
    [inValue('<array/>'), 'shape'],
    [inValue('<array><data/><data/></array>'), 'shape'],
    [inValue('<array><data>x</data></array>'), 'shape'],
    [inValue('<array><value/></array>'), 'shape'],
    [inValue('<struct><member><name>a</name></member></struct>'), 'shape'],
    [inValue('<struct><member><value/></member></struct>'), 'shape'],
    [inValue('<struct><member><value/><name>a</name></member></struct>'), 'shape'],
    [inValue(`<struct>${member}${member}</struct>`), 'duplicate-member'],
    [inValue('<int></int>'), 'value'],
    [inValue('<int>1.5</int>'), 'value'],
    [inValue('<int>0x10</int>'), 'value'],
    [inValue('<int>12E3</int>'), 'value'],
    [inValue('<int>2147483648</int>'), 'value'],
    [inValue('<i4>-2147483649</i4>'), 'value'],
    [inValue('<ex:i1>128</ex:i1>'), 'value'],
    [inValue('<ex:i2>-32769</ex:i2>'), 'value'],
    [inValue('<i8>9223372036854775808</i8>'), 'value'],
    [inValue('<boolean>2</boolean>'), 'value'],
    [inValue('<boolean/>'), 'value'],
    [inValue('<boolean>True</boolean>'), 'value'],
    [inValue('<double>NaN</double>'), 'value'],
    [inValue('<double>1e999</double>'), 'value'],
    [inValue('<double>.</double>'), 'value'],
    [inValue('<double>1,5</double>'), 'value'],
    [inValue('<nil>x</nil>'), 'value'],
    [inValue('<base64>AAA</base64>'), 'value'],
    [inValue('<base64>A===</base64>'), 'value'],
    [inValue('<base64>AA=A</base64>'), 'value'],
    [inValue('<base64>AA-_</base64>'), 'value'],
  ])('refuses %j as %s', async (source, aspect) => {
    const expected = { kind: 'protocol', reason: 'not-xmlrpc', aspect, sent: 'maybe', concernsAccount: false };
    expect(await decodeFailure(source)).toMatchObject(expected);
    if (source.isWellFormed()) expect(await findAspect(Buffer.from(source))).toBe(aspect);
  });

  it('refuses numbers of absurd length', async () => {
    for (const type of ['int', 'i8', 'double', 'ex:biginteger']) {
      expect(await findAspect(inValue(`<${type}>${'9'.repeat(5000)}</${type}>`))).toBe('value');
    }
  });

  it('names line and column, however lines end', async () => {
    const lines = ['<methodResponse>', '  <params><param>', '    <value><int>x</int></value>'];
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const failure = await decodeFailure(lines.join(lineEnd));
      expect(failure.detail).toEqual({ line: 3, column: 18, expected: 'int' });
    }
    const beforeNormalisation = await decodeFailure('<methodResponse>\r\n\r\r\n \0');
    expect(beforeNormalisation.detail).toEqual({ line: 4, column: 2 });
  });

  it(`reads ${XML_RPC_MAX_DEPTH} arrays and structs inside each other, and no more`, async () => {
    const nest = (levels: number) => {
      const arrays = Math.ceil(levels / 2);
      const structs = levels - arrays;
      return `${'<value><array><data>'.repeat(arrays)}${'<value><struct><member><name>a</name>'.repeat(structs)}<value>x</value>${'</member></struct></value>'.repeat(structs)}${'</data></array></value>'.repeat(arrays)}`;
    };
    expect((await decodeResponse(answer(nest(XML_RPC_MAX_DEPTH)))).ok).toBe(true);
    expect(await findAspect(answer(nest(XML_RPC_MAX_DEPTH + 1)))).toBe('depth');
    expect(await findAspect('<methodResponse><params><param>'.concat('<value><array><data>'.repeat(100_000)))).toBe(
      'depth',
    );
  });

  it('reads 8 MiB, and not a byte more', async () => {
    const fill = (bytes: number) => answer(`<value>${'x'.repeat(bytes - answer('<value></value>').length)}</value>`);
    const largest = Buffer.from(fill(XML_RPC_MAX_BYTES));
    expect(largest.byteLength).toBe(8 * 1024 * 1024);
    expect((await decodeResponse(largest)).ok).toBe(true);
    const tooLarge = {
      kind: 'protocol',
      reason: 'too-large',
      sent: 'maybe',
      concernsAccount: false,
      detail: { limitBytes: XML_RPC_MAX_BYTES },
    };
    expect(await decodeFailure(Buffer.from(fill(XML_RPC_MAX_BYTES + 1)))).toEqual(tooLarge);
    expect(await decodeFailure(fill(XML_RPC_MAX_BYTES).replace('xx', 'xä'))).toEqual(tooLarge);
  });

  it('quotes the title and the beginning of a web page, in its own encoding as far as possible', async () => {
    const page = (title: string) =>
      `<!DOCTYPE html>\n<html><head><meta charset=utf-8><title id="t">\n ${title} \n</title>
      <script>var a = "<noise>";</script><style>b { }</style></head><body><!-- noise --><h1>Please  sign in</h1></body></html>`;
    expect(await decodeFailure(Buffer.from(page('Hotel WLAN')))).toMatchObject({
      aspect: 'html',
      detail: { title: 'Hotel WLAN', line: 1, column: 1 },
      serviceWords: 'Hotel WLAN Please sign in',
    });
    const inLatin1 = await decodeFailure(Buffer.from(page('Prüfung'), 'latin1'));
    expect(inLatin1).toMatchObject({ aspect: 'html', detail: { title: 'Prüfung' } });
    const long = await decodeFailure(page('x'.repeat(300)));
    expect(long.detail?.title).toBe('x'.repeat(80));
    expect(long.serviceWords).toHaveLength(160);
  });

  it('never quotes a secret or a control character', async () => {
    const secret = 'sw0rdf1sh';
    const documents = [
      `OK: ${secret}`,
      `{"answer":"OK: ${secret}","url":"https:\\/\\/user:${secret}@host\\/"}`,
      `<html><title>OK: ${secret}</title><b>OK</b>: ${secret}</html>`,
      `<html><title>https://user:${secret}@host</title>see https://user:a@${secret}@host/%MACD</html>`,
      `<answer>${'-'.repeat(140)} https://user:${secret}@host/</answer>`,
      `<answer>OK:\n${secret}</answer>`,
      `<html>Authorization: Basic ${secret}</html>`,
      answer(`<value>OK: ${secret}</values>`),
      answer(`<value>OK: <${secret}></value>`),
      answer(`<value>OK: </${secret}></value>`),
      answer(`<value>OK: &${secret};</value>`),
      answer(`<value><int>${secret}</int></value>`),
      answer(`<value>OK: ${secret}\0</value>`),
      answer(`<value>${secret}\0</value>`),
      answer(`<value><h1>${secret}</h1></value>`),
      `<x:methodResponse><params>${secret}`,
      `${answer('<value/>')}OK: ${secret}`,
      `<methodCall><methodName>x</methodName><params>${secret}</params></methodCall>`,
    ];
    for (const document of documents) {
      const inUtf16 = Buffer.from(`\ufeff${document}`, 'utf16le');
      const broken = [Buffer.concat([Buffer.from(document), Buffer.of(0xff)]), Buffer.concat([inUtf16, Buffer.of(0)])];
      for (const source of [document, Buffer.from(document), inUtf16, ...broken]) {
        const words = JSON.stringify(await decodeFailure(source));
        expect(words).not.toContain(secret);
      }
    }
    const binary = await decodeFailure(Buffer.from('\x1f\x8b\x08\0\x1b[31mred\x07'));
    expect(binary.serviceWords).not.toMatch(/\p{Cc}/u);
  });
});

describe('decodeCall', () => {
  it('reads a call file with white space around the strings', async () => {
    const xml = `<methodCall>
  <methodName>autoprov.registerDevice</methodName>
  <params>
    <param><value> <string>7C2F80820EC0-1234</string> </value></param>
    <param><value><string>http://host/?a=1&amp;mac=%MACD</string></value></param>
    <param><value>Provider</value></param>
  </params>
</methodCall>`;
    expect(await decodeCall(Buffer.from(xml))).toEqual({
      ok: true,
      value: {
        method: 'autoprov.registerDevice',
        params: ['7C2F80820EC0-1234', 'http://host/?a=1&mac=%MACD', 'Provider'],
      },
    });
  });

  it('reads a call without parameters', async () => {
    for (const params of ['', '<params/>', '<params> </params>']) {
      const result = await decodeCall(`<methodCall><methodName> a.b:c/d_1\n</methodName>${params}</methodCall>`);
      expect(result).toEqual({ ok: true, value: { method: 'a.b:c/d_1', params: [] } });
    }
  });

  it.each([
    ['<methodCall/>', 'shape'],
    ['<methodCall><params/></methodCall>', 'shape'],
    ['<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>', 'shape'],
    ['<methodCall><methodName>a</methodName><params/><params/></methodCall>', 'shape'],
    ['<methodCall><methodName/></methodCall>', 'value'],
    ['<methodCall><methodName>a b</methodName></methodCall>', 'value'],
    [encodeResponse('x'), 'shape'],
    ['', 'empty'],
  ])('refuses %j as %s; nothing was sent', async (source, aspect) => {
    expect(await decodeCall(source)).toMatchObject({ ok: false, error: { aspect, sent: 'no' } });
  });
});

describe('encoding', () => {
  it('writes each type', () => {
    const values: XmlRpcValue[] = [
      null,
      true,
      -1,
      2_147_483_648,
      1e-7,
      -1.5e300,
      5n,
      2n ** 64n,
      '<a href="x">&\r\n]]></a>',
      new Uint8Array([1, 2, 255]),
      { kind: 'dateTime', text: '20261120T14:08:55' },
      ['000413260000'],
      new Map([['a&b', '']]),
    ];
    const written = [
      '<nil/>',
      '<boolean>1</boolean>',
      '<int>-1</int>',
      '<double>2147483648</double>',
      '<double>0.0000001</double>',
      `<double>-15${'0'.repeat(299)}</double>`,
      '<i8>5</i8>',
      `<ex:biginteger ${EXTENSIONS}>18446744073709551616</ex:biginteger>`,
      '<string>&lt;a href="x"&gt;&amp;&#13;\n]]&gt;&lt;/a&gt;</string>',
      '<base64>AQL/</base64>',
      '<dateTime.iso8601>20261120T14:08:55</dateTime.iso8601>',
      '<array><data><value><string>000413260000</string></value></data></array>',
      '<struct><member><name>a&amp;b</name><value><string></string></value></member></struct>',
    ];
    const params = written.map((xml) => `<param><value>${xml}</value></param>`).join('');
    expect(encodeCall('a.b', values)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<methodCall><methodName>a.b</methodName><params>${params}</params></methodCall>`,
    );
  });

  it('throws on what XML-RPC cannot carry, without repeating it', () => {
    const circular: XmlRpcValue[] = [];
    circular.push(circular);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 'secret\0', '\ud800', '\uffff', circular]) {
      expect(() => encodeResponse(value)).toThrow(TypeError);
    }
    expect(() => encodeResponse(new Map([['\0', 1]]))).toThrow(TypeError);
    expect(() => encodeResponse({ kind: 'dateTime', text: '\0' })).toThrow(TypeError);
    expect(() => encodeResponse('secret\0')).not.toThrow('secret');
    for (const method of ['', 'a b', 'ä', '<x>', 'a\n']) expect(() => encodeCall(method, [])).toThrow(TypeError);
    for (const code of [1.5, Number.NaN, 2 ** 31]) expect(() => encodeFault(code, 'x')).toThrow(TypeError);
  });

  it('tells text that can travel from text that cannot', () => {
    expect(isXmlRpcText('Tab\t, lines\r\n, ünïcode, 📞, \u0080, \ufffd')).toBe(true);
    expect(isXmlRpcText('')).toBe(true);
    for (const text of ['\0', '\x08', '\x0b', '\x1f', '\ufffe', '\uffff', 'a\ud83d', '\udcdeb']) {
      expect(isXmlRpcText(text)).toBe(false);
    }
  });
});

const xmlText = fc.oneof(
  fc.string({ unit: 'binary' }).filter(isXmlRpcText),
  fc.string({ unit: fc.constantFrom(']', '>', '<', '&', '\r', '\n', ' ', '📞', 'ä', 'a', ';', '#', '\t', '"', "'") }),
  fc.constantFrom('000413260000', '12E34', '0x10', 'OK: x', ']]>', '<![CDATA[x]]>', '<!-- x -->', '&amp;', '&#13;'),
);

const xmlRpcValue = fc.letrec<{ value: XmlRpcValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    xmlText,
    fc.uint8Array(),
    xmlText.map((text) => ({ kind: 'dateTime' as const, text })),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(xmlText, tie('value')), { maxLength: 5 }).map((members) => new Map(members)),
  ),
})).value;

const methodName = fc.stringMatching(/^[A-Za-z0-9_.:/]{1,20}$/);

describe('properties', () => {
  it('gives back every answer, call and fault as it was, and writes well-formed XML', async () => {
    await fc.assert(
      fc.asyncProperty(xmlRpcValue, async (value) => {
        const xml = encodeResponse(value);
        expect(XMLValidator.validate(xml)).toBe(true);
        expect(await decodeResponse(xml)).toEqual({ ok: true, value: { kind: 'value', value } });
        expect(await decodeResponse(Buffer.from(xml))).toEqual({ ok: true, value: { kind: 'value', value } });
      }),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(methodName, fc.array(xmlRpcValue, { maxLength: 4 }), async (method, params) => {
        const xml = encodeCall(method, params);
        expect(await decodeCall(Buffer.from(xml, 'utf16le'))).toEqual({ ok: true, value: { method, params } });
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer(), xmlText, async (code, text) => {
        expect(await decodeResponse(encodeFault(code, text))).toEqual({
          ok: true,
          value: { kind: 'fault', code, text },
        });
      }),
    );
  });

  it('reads every finite double that a call carries', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (number) => {
        const xml = encodeResponse(number);
        expect(/<double>[^<]*e/i.test(xml)).toBe(false);
        expect(Object.is(await decodeValue(xml), number)).toBe(true);
      }),
      { numRuns: 2000, examples: [[5e-324], [Number.MAX_VALUE], [-0], [1e21], [123e-20], [-1.25e-9]] },
    );
  });

  /** Whatever comes back, it is a result; and what is accepted must be well-formed for fast-xml-parser too. */
  async function checkAnything(source: Uint8Array | string): Promise<void> {
    for (const decode of [decodeResponse, decodeCall]) {
      const result = await decode(source);
      if (result.ok && typeof source === 'string') expect(XMLValidator.validate(source)).toBe(true);
      if (!result.ok) expect(['not-xmlrpc', 'too-large']).toContain(result.error.reason);
    }
  }

  it('never throws on any text or bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), checkAnything), { numRuns: 500 });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), checkAnything), { numRuns: 500 });
    const scraps = fc.constantFrom(
      ...[
        '<',
        '>',
        '/',
        '</',
        '/>',
        '&',
        ';',
        '&#',
        '&#x',
        '<!--',
        '-->',
        '--',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '<?xml',
      ],
      ...['<!DOCTYPE', '<methodResponse>', '</methodResponse>', '<params>', '<value>', '</value>', '<array><data>'],
      ...[
        'x',
        ' ',
        '\n',
        '\r',
        '"',
        "='",
        '=',
        '\ufeff',
        '\0',
        '\ud800',
        'OK: ',
        'http://a:b@',
        '{',
        '<title>',
        '<script>',
      ],
    );
    const soup = fc.array(scraps, { maxLength: 40 }).map((parts) => parts.join(''));
    await fc.assert(fc.asyncProperty(soup, checkAnything), { numRuns: 2000 });
    await fc.assert(
      fc.asyncProperty(soup, (text) => checkAnything(`<methodResponse><params><param><value>${text}`)),
      { numRuns: 1000 },
    );
  });

  it('never accepts a damaged document that is not well-formed', async () => {
    const tokens = xmlRpcValue.map((value) => encodeResponse(value).split(/(?<=>)|(?=<)/));
    const place = fc.nat();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        tokens,
        fc.constantFrom('drop', 'double', 'swap', 'cut'),
        place,
        place,
        async (parts, how, a, b) => {
          const [first, second] = [a % parts.length, b % parts.length];
          const damaged = [...parts];
          if (how === 'drop') damaged.splice(first, 1);
          if (how === 'double') damaged.splice(first, 0, parts[first] ?? '');
          if (how === 'swap') [damaged[first], damaged[second]] = [parts[second] ?? '', parts[first] ?? ''];
          const text = how === 'cut' ? parts.join('').slice(0, a % parts.join('').length) : damaged.join('');
          await checkAnything(text);
          if ((await decodeResponse(text)).ok) accepted += 1;
          if (how === 'cut') expect((await decodeResponse(text)).ok).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
    // Dropping a text or the prolog leaves a sound document: the property above was put to use.
    expect(accepted).toBeGreaterThan(0);
  });
});

describe('the event loop', () => {
  /** The longest time in milliseconds for which the loop didn't turn while a document was decoded. */
  async function measureLongestStallMs(source: Uint8Array): Promise<number> {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    // The monitor counts from its first tick.
    await new Promise((resolve) => setTimeout(resolve, 5));
    delays.reset();
    expect((await decodeResponse(source)).ok).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    delays.disable();
    return delays.max / 1e6;
  }

  /** Other processes can only make a stall longer, so the shortest of a few runs is the decoder's own. */
  async function measureOwnStallMs(source: Uint8Array): Promise<number> {
    const stalls: number[] = [];
    for (let run = 0; run < 5; run += 1) stalls.push(await measureLongestStallMs(source));
    return Math.min(...stalls);
  }

  it.each([10_000, 100_000])('turns at least every 50 ms while %d values are decoded', async (count) => {
    const rows = Array.from({ length: count }, (_, index) => index.toString(16).padStart(12, '0'));
    expect(await measureOwnStallMs(Buffer.from(encodeResponse(rows)))).toBeLessThan(50);
  });

  it.each([
    ['one long text', '<value>', 'x'],
    ['line ends', '<value>', '\r\n'],
    ['references', '<value>', '&amp;'],
    ['comments', '', '<!---->'],
    ['white space', '', ' '],
  ])('turns at least every 50 ms while 8 MiB of %s are decoded', async (_name, tag, unit) => {
    const size = XML_RPC_MAX_BYTES - 200;
    const content = tag + unit.repeat(Math.floor(size / unit.length)) + (tag === '' ? '<value/>' : '</value>');
    expect(await measureOwnStallMs(Buffer.from(answer(content)))).toBeLessThan(50);
  });

  it('turns while it decodes a long document, and not once for a short one', async () => {
    const countTurns = async (source: Uint8Array) => {
      let turns = 0;
      let ticker = setImmediate(function tick() {
        turns += 1;
        ticker = setImmediate(tick);
      });
      expect((await decodeResponse(source)).ok).toBe(true);
      clearImmediate(ticker);
      return turns;
    };
    const list = (length: number) => Buffer.from(encodeResponse(Array.from({ length }, () => 'OK')));
    await countTurns(list(50));
    expect(await countTurns(list(50))).toBe(0);
    expect(await countTurns(list(100_000))).toBeGreaterThan(2);
  });
});
