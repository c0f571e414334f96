import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { buffer as readBuffer, text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodeCall,
  decodeResponse,
  encodeCall,
  encodeFault,
  encodeResponse,
  isXmlRpcText,
  type XmlRpcResponse,
  type XmlRpcValue,
} from '../../electron/transport/xml-rpc.ts';
import type { Result } from '../../shared/result.ts';

/** A value as JSON that keeps its type, as xml_rpc_peer.py has it too. */
type Tagged =
  | { readonly type: 'nil' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer' | 'double' | 'string' | 'base64' | 'dateTime'; readonly value: string }
  | { readonly type: 'struct'; readonly value: readonly (readonly [string, Tagged])[] }
  | { readonly type: 'array'; readonly value: readonly Tagged[] };

function tag(value: XmlRpcValue): Tagged {
  if (value === null) return { type: 'nil' };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return tagNumber(value);
  if (value instanceof Uint8Array) return { type: 'base64', value: Buffer.from(value).toString('base64') };
  if (value instanceof Map) return { type: 'struct', value: [...value].map(([name, member]) => [name, tag(member)]) };
  if (Symbol.iterator in value) return { type: 'array', value: [...value].map((item) => tag(item)) };
  return { type: 'dateTime', value: value.text };
}

function tagNumber(value: number): Tagged {
  const isInteger = Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) < 2 ** 31;
  return { type: isInteger ? 'integer' : 'double', value: Object.is(value, -0) ? '-0' : String(value) };
}

/** Makes Python's spelling of doubles (`1e-07`, `-0.0`) that of JavaScript. */
function unify(tagged: Tagged): Tagged {
  if (tagged.type === 'double') return tagNumberAsDouble(Number(tagged.value));
  if (tagged.type === 'array') return { type: 'array', value: tagged.value.map(unify) };
  if (tagged.type !== 'struct') return tagged;
  return { type: 'struct', value: tagged.value.map(([name, member]) => [name, unify(member)]) };
}

function tagNumberAsDouble(value: number): Tagged {
  return { type: 'double', value: Object.is(value, -0) ? '-0' : String(value) };
}

const PEER = fileURLToPath(new URL('xml_rpc_peer.py', import.meta.url));

type Peer = ChildProcessByStdio<Writable, Readable, null>;

function startPeer(...args: string[]): Peer {
  return spawn('python3', ['-I', '-X', 'utf8', PEER, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function stopPeer(peer: Peer): Promise<void> {
  peer.stdin.end();
  if (peer.exitCode === null) await once(peer, 'exit');
  expect(peer.exitCode).toBe(0);
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter(isXmlRpcText),
  fc.constantFrom('000413260000', '12E34', '0x10', 'OK: x', ' a ', ']]>', '<![CDATA[x]]>', '&amp;', '\r\n', '📞'),
);

function createValues(texts: fc.Arbitrary<string>, integers: fc.Arbitrary<XmlRpcValue>): fc.Arbitrary<XmlRpcValue> {
  return fc.letrec<{ value: XmlRpcValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      integers,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      texts,
      fc.uint8Array(),
      fc
        .constantFrom('20261120T14:08:55', '2026-11-20T14:08:55Z', 'x')
        .map((date) => ({ kind: 'dateTime' as const, text: date })),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(texts, tie('value')), { maxLength: 4 }).map((members) => new Map(members)),
    ),
  })).value;
}

describe('xmlrpc.client as a codec', () => {
  let peer: Peer;
  let lines: Interface;

  beforeAll(() => {
    peer = startPeer('codec');
    lines = createInterface(peer.stdout);
  });
  afterAll(() => stopPeer(peer));

  async function ask(request: unknown): Promise<Record<string, unknown>> {
    const line = once(lines, 'line');
    peer.stdin.write(`${JSON.stringify(request)}\n`);
    const [answer] = await line;
    return JSON.parse(answer);
  }

  async function askForXml(request: unknown): Promise<string> {
    const { xml } = await ask(request);
    return typeof xml === 'string' ? xml : '';
  }

  /** What Python made of our XML. */
  async function readByPython(xml: string): Promise<{ method: unknown; params: Tagged[] }> {
    const { method, params } = await ask({ xml });
    return { method, params: Array.isArray(params) ? params.map(unify) : [] };
  }

  it('reads what we write', async () => {
    const integers = fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }));
    await fc.assert(
      fc.asyncProperty(fc.array(createValues(text, integers), { maxLength: 4 }), async (params) => {
        const expected = params.map((param) => unify(tag(param)));
        expect(await readByPython(encodeCall('a.b', params))).toEqual({ method: 'a.b', params: expected });
        for (const param of params) {
          expect(await readByPython(encodeResponse(param))).toEqual({ method: null, params: [unify(tag(param))] });
        }
      }),
      { numRuns: 200 },
    );
    expect(await ask({ xml: encodeFault(-3, '<no> & \r\n "ä"') })).toEqual({ fault: [-3, '<no> & \r\n "ä"'] });
  });

  it('writes what we read', async () => {
    // Python writes CR as it is, which XML reads as LF, and has integers of 32 bits only.
    const values = createValues(
      text.map((words) => words.replace(/\r\n?/g, '\n')),
      fc.integer(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(values, { maxLength: 4 }), async (params) => {
        const call = await decodeCall(await askForXml({ method: 'a.b', params: params.map(tag) }));
        expect(call).toEqual({ ok: true, value: { method: 'a.b', params } });
        for (const value of params) {
          const response = await decodeResponse(Buffer.from(await askForXml({ params: [tag(value)] })));
          expect(response).toEqual({ ok: true, value: { kind: 'value', value } });
        }
      }),
      { numRuns: 200 },
    );
    const fault = await decodeResponse(await askForXml({ fault: [-3, '<no> & \n "ä"'] }));
    expect(fault).toEqual({ ok: true, value: { kind: 'fault', code: -3, text: '<no> & \n "ä"' } });
  });

  it('agrees with us about untyped values, white space, CDATA and extension types', async () => {
    const values = [
      '<value> OK </value>',
      '<value/>',
      '<value>\n<string>x</string> </value>',
      '<value><![CDATA[<&]]>]</value>',
    ]
      .concat(
        ['nil', 'i8', 'biginteger'].map(
          (name) => `<value><ex:${name} xmlns:ex="urn:x">${name === 'nil' ? '' : '-5'}</ex:${name}></value>`,
        ),
      )
      .concat(['<value><double>1e5</double></value>', '<value>12E34</value>', '<value>a<!-- -->b&#x1F4de;</value>']);
    const xml = `<?xml version='1.0'?><methodCall><methodName>x</methodName><params>${values.map((value) => `<param> ${value}\r\n</param>`).join('')}</params></methodCall>`;
    const call = await decodeCall(xml);
    const params = call.ok ? call.value.params : [];
    expect(params).toHaveLength(values.length);
    const byPython = await readByPython(xml);
    // A double without fraction is the one thing that a JavaScript number doesn't tell.
    expect(byPython.params[7]).toEqual({ type: 'double', value: '100000' });
    expect(byPython.params.toSpliced(7, 1)).toEqual(params.map(tag).toSpliced(7, 1));
    expect(params[7]).toBe(100_000);
  });
});

describe.each(['utf-8', 'iso-8859-1', 'utf-16'])('xmlrpc.server that answers in %s', (encoding) => {
  let peer: Peer;
  let url: string;

  beforeAll(async () => {
    peer = startPeer('server', encoding);
    const [port] = await once(createInterface(peer.stdout), 'line');
    url = `http://127.0.0.1:${port}/RPC2`;
  });
  afterAll(() => stopPeer(peer));

  async function call(method: string, ...params: XmlRpcValue[]): Promise<Result<XmlRpcResponse>> {
    const body = encodeCall(method, params);
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body });
    return decodeResponse(new Uint8Array(await response.arrayBuffer()));
  }

  it('gives back every value', async () => {
    const values: XmlRpcValue[] = [
      ...[null, true, false, -5, 1.5e-7, '000413260000', '12E34', ' <&>"\n ', 'Müller € 📞', ''],
      new Uint8Array([0, 255]),
      { kind: 'dateTime', text: '20261120T14:08:55' },
      ['7C2F80820EC0', []],
      new Map<string, XmlRpcValue>([['mac', new Map([['ä', 1]])]]),
    ];
    expect(await call('echo', ...values)).toEqual({ ok: true, value: { kind: 'value', value: values } });
  });

  it('lists its methods and 10,000 values', async () => {
    const methods = await call('system.listMethods');
    const names = ['echo', 'listing', 'refuse', 'system.listMethods', 'system.methodHelp', 'system.methodSignature'];
    expect(methods).toEqual({ ok: true, value: { kind: 'value', value: names } });
    const rows = Array.from({ length: 10_000 }, (_, index) => index.toString(16).padStart(12, '0'));
    expect(await call('listing', 10_000)).toEqual({ ok: true, value: { kind: 'value', value: rows } });
  });

  it('answers with faults', async () => {
    expect(await call('refuse')).toEqual({ ok: true, value: { kind: 'fault', code: -17, text: 'no: <&>ä' } });
    const unknown = { kind: 'fault', code: 1, text: expect.stringContaining('"nothing" is not supported') };
    expect(await call('nothing')).toEqual({ ok: true, value: unknown });
  });
});

type Stooges = ReadonlyMap<string, XmlRpcValue>;

function asStruct(value: XmlRpcValue | undefined): Stooges {
  return value instanceof Map ? value : new Map();
}

function asArray(value: XmlRpcValue | undefined): readonly XmlRpcValue[] {
  return Array.isArray(value) ? value : [];
}

function sum(struct: Stooges, ...names: string[]): number {
  return names.reduce((total, name) => total + Number(struct.get(name)), 0);
}

function count(words: string, character: string): number {
  return words.split(character).length - 1;
}

/** The validator1 suite of Userland's XML-RPC, as an answering side. */
const VALIDATOR: Readonly<Record<string, (params: readonly XmlRpcValue[]) => XmlRpcValue>> = {
  'validator1.arrayOfStructsTest': ([structs]) =>
    asArray(structs).reduce<number>((total, struct) => total + sum(asStruct(struct), 'curly'), 0),
  'validator1.countTheEntities': ([words]) =>
    new Map([
      ['ctLeftAngleBrackets', count(String(words), '<')],
      ['ctRightAngleBrackets', count(String(words), '>')],
      ['ctAmpersands', count(String(words), '&')],
      ['ctApostrophes', count(String(words), "'")],
      ['ctQuotes', count(String(words), '"')],
    ]),
  'validator1.easyStructTest': ([struct]) => sum(asStruct(struct), 'moe', 'larry', 'curly'),
  'validator1.echoStructTest': ([struct]) => struct ?? null,
  'validator1.manyTypesTest': (params) => params,
  'validator1.moderateSizeArrayCheck': ([words]) => `${asArray(words).at(0)}${asArray(words).at(-1)}`,
  'validator1.nestedStructTest': ([calendar]) => {
    const month = asStruct(asStruct(asStruct(calendar).get('2000')).get('04'));
    return sum(asStruct(month.get('01')), 'moe', 'larry', 'curly');
  },
  'validator1.simpleStructReturnTest': ([number]) =>
    new Map([10, 100, 1000].map((factor) => [`times${factor}`, Number(number) * factor])),
};

describe('xmlrpc.client against a server on our codec', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const call = await decodeCall(await readBuffer(request));
      const method = call.ok ? VALIDATOR[call.value.method] : undefined;
      const params = call.ok ? call.value.params : [];
      response.setHeader('Content-Type', 'text/xml');
      response.end(
        method === undefined ? encodeFault(-32_601, 'unknown method: <&>ä') : encodeResponse(method(params)),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  it('passes the whole validator1 suite', async () => {
    const peer = startPeer('client', url);
    const results: Record<string, Tagged> = JSON.parse(await readText(peer.stdout));
    const integer = (value: number): Tagged => ({ type: 'integer', value: String(value) });
    const struct = (members: Readonly<Record<string, Tagged>>): Tagged => ({
      type: 'struct',
      value: Object.entries(members),
    });
    expect(results).toEqual({
      arrayOfStructsTest: integer(599),
      countTheEntities: struct({
        ctLeftAngleBrackets: integer(2),
        ctRightAngleBrackets: integer(2),
        ctAmpersands: integer(3),
        ctApostrophes: integer(1),
        ctQuotes: integer(2),
      }),
      easyStructTest: integer(321),
      echoStructTest: struct({
        a: struct({ b: { type: 'array', value: [integer(1), { type: 'string', value: '2' }, { type: 'nil' }] } }),
        '<&>': { type: 'string', value: 'ä📞' },
      }),
      manyTypesTest: {
        type: 'array',
        value: [
          integer(-12),
          { type: 'boolean', value: true },
          { type: 'string', value: '000413260000' },
          { type: 'double', value: '1.5e-07' },
          { type: 'dateTime', value: '20261120T14:08:55' },
          { type: 'base64', value: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64') },
        ],
      },
      moderateSizeArrayCheck: { type: 'string', value: 'word 0 word 149 ' },
      nestedStructTest: integer(99),
      simpleStructReturnTest: struct({ times10: integer(120), times100: integer(1200), times1000: integer(12_000) }),
      unknownTest: { fault: [-32_601, 'unknown method: <&>ä'] },
    });
    await stopPeer(peer);
  });
});
