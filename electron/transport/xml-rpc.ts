import { setImmediate } from 'node:timers/promises';
import type { Failure, Sent } from '../../shared/domain/failure.ts';
import { redactText } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import {
  findForbiddenCharacter,
  isBlank,
  isWhiteSpace,
  type XmlProblem,
  type XmlToken,
  XmlTokenizer,
} from './xml-tokenizer.ts';

/** A date as the other side wrote it, kept to the letter: services disagree about its form. */
export interface XmlRpcDateTime {
  readonly kind: 'dateTime';
  /** For instance `20261120T14:08:55` or `2026-11-20T14:08:55Z`; never parsed. */
  readonly text: string;
}

/** A struct: its members by name, in the order of the document. */
export type XmlRpcStruct = ReadonlyMap<string, XmlRpcValue>;

/**
 * Any XML-RPC value.
 *
 * - `null`: `nil`, `ex:nil`
 * - `boolean`; `string`: `string`, an untyped value, `ex:bigdecimal` (all to the letter)
 * - `number`: `int`, `i4`, `ex:i1`, `ex:i2`, `double`, `ex:float`; a double without fraction is not told from an int
 * - `bigint`: `i8`, `ex:i8`, `ex:biginteger`
 * - `Uint8Array`: `base64`
 */
export type XmlRpcValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | XmlRpcDateTime
  | XmlRpcStruct
  | readonly XmlRpcValue[];

/** A call: method name and parameters. */
export interface XmlRpcCall {
  readonly method: string;
  readonly params: readonly XmlRpcValue[];
}

/** What a call was answered with; `text` of a fault is the service's own. */
export type XmlRpcResponse =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly text: string };

/**
 * Why a document is not XML-RPC: the `aspect` of a failure with the reason `not-xmlrpc`.
 *
 * - `html`, `json`: a web page (a portal, a proxy, a wrong address) or JSON instead
 * - `encoding`: an unknown encoding name, or bytes that the encoding doesn't have
 * - `depth`: more than {@link XML_RPC_MAX_DEPTH} arrays and structs inside each other
 * - `shape`: well-formed so far, but not what XML-RPC allows at this place
 * - `value`: a number, boolean, base64 or nil whose text isn't one, or an integer out of its type's range
 * - `duplicate-member`: a struct that names a member twice: which one counts would be a guess
 * - the rest: see {@link XmlProblem}
 */
export type XmlRpcAspect = XmlProblem | 'html' | 'json' | 'encoding' | 'depth' | 'shape' | 'value' | 'duplicate-member';

/** The largest document that is decoded, in bytes: 8 MiB. */
export const XML_RPC_MAX_BYTES = 8 * 1024 * 1024;

/** How many arrays and structs may stand inside each other, in both directions. */
export const XML_RPC_MAX_DEPTH = 64;

/** How long decoding works before it lets the event loop turn, in milliseconds. */
const SLICE_MS = 4;

/** How much of a document is read between two looks at the clock, in UTF-16 units. */
const STEP_LENGTH = 4096;

const EXTENSIONS_NAMESPACE = 'http://ws.apache.org/xmlrpc/namespaces/extensions';
const METHOD_NAME = /^[A-Za-z0-9_.:/]+$/;
const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

// ---------------------------------------------------------------------------------------------------- encoding

/**
 * Tells whether a text can travel in XML-RPC at all.
 *
 * XML 1.0 has no way, not even escaped, to carry most control characters, half of a surrogate pair, U+FFFE and U+FFFF.
 * Check what people typed or imported with this: the encoders throw on such text.
 */
export function isXmlRpcText(text: string): boolean {
  return findForbiddenCharacter(text) === -1;
}

/**
 * Writes a call as an XML document.
 *
 * Integers within 32 bits become `int`, other numbers `double` (without exponent, as the specification asks), bigints
 * `i8` or, where 64 bits don't do, `ex:biginteger`. Every text comes back to the letter, CR included.
 * @param method Letters, digits and `_.:/`, as the specification allows.
 * @throws TypeError for what XML-RPC can't carry (a bug of the caller): other method names, NaN and infinities, text
 *   that fails {@link isXmlRpcText}, more than {@link XML_RPC_MAX_DEPTH} levels. The message never repeats the text.
 * Source: XML-RPC specification, xmlrpc.com/spec.md.
 */
export function encodeCall(method: string, params: readonly XmlRpcValue[]): string {
  if (!METHOD_NAME.test(method)) throw new TypeError('A method name of XML-RPC has only letters, digits and _.:/');
  const parts = [PROLOG, '<methodCall><methodName>', method, '</methodName><params>'];
  for (const param of params) {
    parts.push('<param>');
    writeValue(param, parts, 0);
    parts.push('</param>');
  }
  parts.push('</params></methodCall>');
  return parts.join('');
}

/**
 * Writes an answer that holds one value; values as in {@link encodeCall}.
 *
 * @throws TypeError as {@link encodeCall} does.
 */
export function encodeResponse(value: XmlRpcValue): string {
  const parts = [PROLOG, '<methodResponse><params><param>'];
  writeValue(value, parts, 0);
  parts.push('</param></params></methodResponse>');
  return parts.join('');
}

/**
 * Writes an answer that is a fault.
 *
 * @param code An integer within 32 bits.
 * @throws TypeError for other codes, and as {@link encodeCall} does.
 */
export function encodeFault(code: number, text: string): string {
  if (!isInt32(code)) throw new TypeError('A fault code of XML-RPC is an integer within 32 bits');
  const parts = [PROLOG, '<methodResponse><fault>'];
  const members: [string, XmlRpcValue][] = [
    ['faultCode', code],
    ['faultString', text],
  ];
  writeValue(new Map(members), parts, 0);
  parts.push('</fault></methodResponse>');
  return parts.join('');
}

function isStruct(value: XmlRpcValue): value is XmlRpcStruct {
  return value instanceof Map;
}

function isArray(value: XmlRpcValue): value is readonly XmlRpcValue[] {
  return Array.isArray(value);
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && !Object.is(value, -0) && value >= INT32_MIN && value <= INT32_MAX;
}

function writeValue(value: XmlRpcValue, parts: string[], depth: number): void {
  parts.push('<value>');
  if (value === null) parts.push('<nil/>');
  else if (typeof value === 'boolean') parts.push('<boolean>', value ? '1' : '0', '</boolean>');
  else if (typeof value === 'string') parts.push('<string>', escapeText(value), '</string>');
  else if (typeof value === 'number') writeNumber(value, parts);
  else if (typeof value === 'bigint') writeBigInt(value, parts);
  else if (value instanceof Uint8Array) parts.push('<base64>', toBase64(value), '</base64>');
  else if (isStruct(value) || isArray(value)) writeContainer(value, parts, depth + 1);
  else parts.push('<dateTime.iso8601>', escapeText(value.text), '</dateTime.iso8601>');
  parts.push('</value>');
}

function writeNumber(value: number, parts: string[]): void {
  if (!Number.isFinite(value)) throw new TypeError('XML-RPC has no number for NaN and infinities');
  if (isInt32(value)) parts.push('<int>', String(value), '</int>');
  else parts.push('<double>', withoutExponent(value), '</double>');
}

/** The shortest decimal that reads back as the same number, as `1e-7` would, but written out. */
function withoutExponent(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponentText = '0'] = String(value).split('e');
  const exponent = Number(exponentText);
  if (exponent === 0) return mantissa;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - whole.length)}${whole}${fraction}`;
  return sign + whole + fraction.padEnd(exponent, '0');
}

function writeBigInt(value: bigint, parts: string[]): void {
  if (value >= INT64_MIN && value <= INT64_MAX) parts.push('<i8>', String(value), '</i8>');
  else parts.push(`<ex:biginteger xmlns:ex="${EXTENSIONS_NAMESPACE}">`, String(value), '</ex:biginteger>');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function writeContainer(value: XmlRpcStruct | readonly XmlRpcValue[], parts: string[], depth: number): void {
  if (depth > XML_RPC_MAX_DEPTH)
    throw new TypeError(`More than ${XML_RPC_MAX_DEPTH} arrays and structs inside each other`);
  if (isStruct(value)) {
    parts.push('<struct>');
    for (const [name, member] of value) {
      parts.push('<member><name>', escapeText(name), '</name>');
      writeValue(member, parts, depth);
      parts.push('</member>');
    }
    parts.push('</struct>');
  } else {
    parts.push('<array><data>');
    for (const item of value) writeValue(item, parts, depth);
    parts.push('</data></array>');
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  // XML reads a CR that is written as such as LF.
  ['\r', '&#13;'],
]);

function escapeText(text: string): string {
  if (!isXmlRpcText(text)) throw new TypeError('XML-RPC cannot carry a character of this text');
  return text.replace(/[&<>\r]/g, (character) => ESCAPES.get(character) ?? character);
}

// ---------------------------------------------------------------------------------------------------- decoding

/**
 * Reads an answer.
 *
 * Accepts what redirection services really send: every type of the specification, `nil`, the extension types of Apache
 * ws-xmlrpc under any prefix, untyped values (white space kept), white space between tags, CDATA, comments, attributes;
 * bytes in UTF-8, UTF-16 or the encoding named in the prolog (a BOM wins over the prolog; a string has none to mind).
 * An empty `<params/>` is the value `null`. Strict everywhere else: XML that isn't well-formed, a DOCTYPE, unknown
 * entities and values that aren't what their tag says are refused.
 *
 * Works in slices of a few milliseconds between which the event loop turns; a small document takes no turn at all.
 * Pure: no network, no disk.
 * @returns `protocol` with the reason `not-xmlrpc` and an {@link XmlRpcAspect}, or `too-large` over
 *   {@link XML_RPC_MAX_BYTES}; `sent` is `maybe`. `detail` has `line` and `column` (from 1, in the decoded text), the
 *   `title` of a web page, `encoding`, or the tags `expected` at that place. `serviceWords` has the beginning of what
 *   came instead of XML-RPC, without secrets; a broken XML-RPC answer is never repeated, it could hold a password.
 * Source: XML-RPC specification, xmlrpc.com/spec.md; Apache ws-xmlrpc, "Data types"; snom wiki, "Redirection/XML-RPC";
 *   Gigaset wiki, "Redirect server".
 */
export function decodeResponse(source: Uint8Array | string): Promise<Result<XmlRpcResponse>> {
  return runInSlices(decodeResponseSteps(source));
}

/**
 * Reads a call, for instance one of a file; accepts and refuses as {@link decodeResponse} does.
 *
 * `<params>` may be missing. In its failures `sent` is `no`.
 */
export function decodeCall(source: Uint8Array | string): Promise<Result<XmlRpcCall>> {
  return runInSlices(decodeCallSteps(source));
}

/** Work that can pause wherever it yields. */
type Steps<T> = Generator<undefined, T, undefined>;

async function runInSlices<T>(steps: Steps<T>): Promise<T> {
  let sliceEnd = performance.now() + SLICE_MS;
  let step = steps.next();
  while (step.done !== true) {
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE_MS;
    }
    step = steps.next();
  }
  return step.value;
}

function* decodeResponseSteps(source: Uint8Array | string): Steps<Result<XmlRpcResponse>> {
  const document = yield* readDocument(source, 'methodResponse');
  if (!document.ok) return failure(describe(document.error, source, 'maybe'));
  const { content, isFault } = document.value;
  if (!isFault) return success({ kind: 'value', value: content[0] ?? null });
  const fault = readFault(content[0] ?? null);
  if (fault !== null) return success(fault);
  const expected = 'faultCode, faultString';
  return failure(describe({ aspect: 'shape', expected }, source, 'maybe'));
}

function* decodeCallSteps(source: Uint8Array | string): Steps<Result<XmlRpcCall>> {
  const document = yield* readDocument(source, 'methodCall');
  if (!document.ok) return failure(describe(document.error, source, 'no'));
  return success({ method: document.value.method, params: document.value.content });
}

function readFault(value: XmlRpcValue): XmlRpcResponse | null {
  if (!isStruct(value)) return null;
  const code = value.get('faultCode');
  const text = value.get('faultString') ?? '';
  if (typeof text !== 'string') return null;
  if (typeof code === 'number' || typeof code === 'bigint') return { kind: 'fault', code: Number(code), text };
  const number = typeof code === 'string' ? readInteger(code, INT32_MIN, INT32_MAX) : undefined;
  return number === undefined ? null : { kind: 'fault', code: number, text };
}

// What a scalar's text means; undefined where it means nothing.
type ScalarReader = (text: string) => XmlRpcValue | undefined;

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** No number needs more characters, and turning digits into a bigint takes more than linear time. */
const NUMBER_MAX_LENGTH = 4096;
const BIG_INTEGER_LIMIT = 10n ** BigInt(NUMBER_MAX_LENGTH);

/** The text of a number without white space around it; empty when it is too long to be one. */
function toNumeral(text: string): string {
  return text.length > NUMBER_MAX_LENGTH ? '' : text.trim();
}

function readBigInteger(text: string, min: bigint, max: bigint): bigint | undefined {
  const digits = toNumeral(text);
  if (!INTEGER.test(digits)) return undefined;
  const value = digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
  return value >= min && value <= max ? value : undefined;
}

function readInteger(text: string, min: number, max: number): number | undefined {
  const digits = toNumeral(text);
  if (!INTEGER.test(digits)) return undefined;
  // Adding 0 turns the -0 of "-0" into 0.
  const value = Number(digits) + 0;
  return value >= min && value <= max ? value : undefined;
}

function readDecimal(text: string): number | undefined {
  const digits = toNumeral(text);
  if (!DECIMAL.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

function readBoolean(text: string): boolean | undefined {
  const word = text.trim();
  if (word === '1' || word === 'true') return true;
  return word === '0' || word === 'false' ? false : undefined;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EQUALS_SIGN = 0x3d;

function isBase64Letter(code: number): boolean {
  // A-Z, a-z, 0-9 (from / on), +
  return (
    (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x2f && code <= 0x39) || code === 0x2b
  );
}

function readBase64(text: string): Uint8Array | undefined {
  let letters = 0;
  let padding = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isBase64Letter(code) && padding === 0) letters += 1;
    else if (code === EQUALS_SIGN) padding += 1;
    else if (!isWhiteSpace(code)) return undefined;
  }
  if (padding > 2 || (letters + padding) % 4 !== 0) return undefined;
  return new Uint8Array(Buffer.from(text, 'base64'));
}

const readDateTime: ScalarReader = (text) => ({ kind: 'dateTime', text });
const readText: ScalarReader = (text) => text;

const SCALARS: ReadonlyMap<string, ScalarReader> = new Map<string, ScalarReader>([
  ['string', readText],
  ['int', (text) => readInteger(text, INT32_MIN, INT32_MAX)],
  ['i4', (text) => readInteger(text, INT32_MIN, INT32_MAX)],
  ['boolean', readBoolean],
  ['double', readDecimal],
  ['dateTime.iso8601', readDateTime],
  ['base64', readBase64],
  ['nil', (text) => (isBlank(text) ? null : undefined)],
  ['i1', (text) => readInteger(text, -128, 127)],
  ['i2', (text) => readInteger(text, -32_768, 32_767)],
  ['i8', (text) => readBigInteger(text, INT64_MIN, INT64_MAX)],
  ['float', readDecimal],
  ['bigdecimal', readText],
  ['biginteger', (text) => readBigInteger(text, -BIG_INTEGER_LIMIT, BIG_INTEGER_LIMIT)],
  ['dateTime', readDateTime],
]);

type Root = 'methodCall' | 'methodResponse';

/** What stands in a root element; `content` are the parameters, or the fault's one value. */
interface Document {
  readonly method: string;
  readonly content: readonly XmlRpcValue[];
  readonly isFault: boolean;
}

/** Why a document was refused and where, before it is put into words. */
interface Refusal {
  readonly aspect: XmlRpcAspect | 'too-large';
  /** Where in `text`. */
  readonly offset?: number;
  /** The document, once decoded. */
  readonly text?: string;
  /** The tags that were expected there. */
  readonly expected?: string;
  readonly encoding?: string;
}

function* readDocument(source: Uint8Array | string, root: Root): Steps<Result<Document, Refusal>> {
  const byteLength = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (byteLength > XML_RPC_MAX_BYTES) return failure({ aspect: 'too-large' });
  const decoded = typeof source === 'string' ? success(source.replace(/^\ufeff/, '')) : decodeBytes(source);
  if (!decoded.ok) return decoded;
  const text = yield* normalise(decoded.value);
  if (!text.ok) return text;
  const reader = new DocumentReader(text.value, root);
  return yield* reader.read();
}

const UTF8_DECODER = new TextDecoder('utf-8', { fatal: true });
const PROLOG_ENCODING = /^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']/;
const PROLOG_MAX_BYTES = 256;

function decodeBytes(bytes: Uint8Array): Result<string, Refusal> {
  const encoding = findEncoding(bytes);
  const decoder = encoding === 'utf-8' ? UTF8_DECODER : createDecoder(encoding);
  if (decoder === null) return failure({ aspect: 'encoding', encoding });
  try {
    return success(decoder.decode(bytes));
  } catch {
    return failure({ aspect: 'encoding', encoding: decoder.encoding });
  }
}

function createDecoder(encoding: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return null;
  }
}

function findEncoding(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const named = PROLOG_ENCODING.exec(toLatin1(bytes.subarray(0, PROLOG_MAX_BYTES)))?.[1]?.toLowerCase() ?? 'utf-8';
  // Programs that make the document as a .NET or Java string name UTF-16 and then send UTF-8: the prolog wouldn't have
  // been readable here in UTF-16.
  return named.startsWith('utf-16') || named === 'utf8' ? 'utf-8' : named;
}

function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Turns CR LF and CR into LF, as XML asks, and refuses characters that XML doesn't have; piece by piece. */
function* normalise(text: string): Steps<Result<string, Refusal>> {
  const hasCarriageReturns = text.includes('\r');
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = findPieceEnd(text, start);
    const piece = text.slice(start, end);
    const forbidden = findForbiddenCharacter(piece);
    if (forbidden !== -1) return failure({ aspect: 'character', offset: start + forbidden, text });
    // Splitting leaves far less to collect than a regular expression's replacements.
    if (hasCarriageReturns) pieces.push(piece.split('\r\n').join('\n').split('\r').join('\n'));
    start = end;
    yield;
  }
  return success(hasCarriageReturns ? pieces.join('') : text);
}

/** Where a piece can end without cutting a CR LF or a surrogate pair in two. */
function findPieceEnd(text: string, start: number): number {
  const end = start + STEP_LENGTH;
  if (end >= text.length) return text.length;
  const isLineEndCut = text[end - 1] === '\r' && text[end] === '\n';
  const isPairCut = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return isLineEndCut || isPairCut ? end - 1 : end;
}

const NOTHING: ReadonlySet<string> = new Set();
const METHOD_NAME_TAG: ReadonlySet<string> = new Set(['methodName']);
const PARAMS: ReadonlySet<string> = new Set(['params']);
const PARAMS_OR_FAULT: ReadonlySet<string> = new Set(['params', 'fault']);
const PARAM: ReadonlySet<string> = new Set(['param']);
const VALUE: ReadonlySet<string> = new Set(['value']);
const DATA: ReadonlySet<string> = new Set(['data']);
const MEMBER: ReadonlySet<string> = new Set(['member']);
const NAME: ReadonlySet<string> = new Set(['name']);
const TYPES: ReadonlySet<string> = new Set([...SCALARS.keys(), 'array', 'struct']);

/** An element whose end tag hasn't come yet. */
class Frame {
  readonly tag: string;
  /** Reads the text of a scalar's element; undefined for other elements. */
  readonly scalar: ScalarReader | undefined;
  text = '';
  /** The name of a member or a method, once read. */
  name: string | undefined;
  /** What the element holds, once read. */
  value: XmlRpcValue | undefined;

  constructor(tag: string) {
    this.tag = tag;
    this.scalar = SCALARS.get(tag);
  }

  takesText(): boolean {
    if (this.tag === 'value') return this.value === undefined;
    return this.scalar !== undefined || this.tag === 'name' || this.tag === 'methodName';
  }
}

/** Builds a document's values from its tokens. No recursion, so that depth is a number and reading can pause. */
class DocumentReader {
  readonly #tokens: XmlTokenizer;
  readonly #text: string;
  readonly #root: Root;
  readonly #frames: Frame[] = [];
  /** The items of every array being read, and the parameters; innermost last. */
  readonly #lists: XmlRpcValue[][] = [];
  /** The members of every struct being read, innermost last. */
  readonly #structs: Map<string, XmlRpcValue>[] = [];
  #depth = 0;
  #document: Document = { method: '', content: [], isFault: false };

  constructor(text: string, root: Root) {
    this.#tokens = new XmlTokenizer(text);
    this.#text = text;
    this.#root = root;
  }

  *read(): Steps<Result<Document, Refusal>> {
    let pauseAt = 0;
    for (;;) {
      const token = this.#tokens.next();
      if (token === 'end') return success(this.#document);
      const refusal = this.#take(token);
      if (refusal !== null) return failure(refusal);
      if (this.#tokens.offset > pauseAt) {
        pauseAt = this.#tokens.offset + STEP_LENGTH;
        yield;
      }
    }
  }

  #take(token: XmlToken): Refusal | null {
    switch (token) {
      case 'open':
        return this.#open(this.#tokens.name);
      case 'close':
        return this.#close();
      case 'text':
        return this.#addText(this.#tokens.text);
      case 'problem':
        return this.#refuse(this.#tokens.problem);
      default:
        return null;
    }
  }

  #refuse(aspect: XmlRpcAspect, expected = ''): Refusal {
    return { aspect, offset: this.#tokens.offset, text: this.#text, expected };
  }

  #refuseShape(expected: ReadonlySet<string>): Refusal {
    return this.#refuse('shape', [...expected].join(', '));
  }

  #open(tag: string): Refusal | null {
    const parent = this.#frames.at(-1);
    if (parent === undefined) {
      if (tag !== this.#root) return this.#refuse('shape', this.#root);
    } else {
      const expected = this.#findExpected(parent);
      if (!expected.has(tag)) return this.#refuseShape(expected);
    }
    if (tag === 'params' || tag === 'data') this.#lists.push([]);
    if (tag === 'struct') this.#structs.push(new Map());
    if (tag === 'array' || tag === 'struct') {
      this.#depth += 1;
      if (this.#depth > XML_RPC_MAX_DEPTH) return this.#refuse('depth');
    }
    this.#frames.push(new Frame(tag));
    return null;
  }

  /** The tags that may stand next in an element. */
  #findExpected(frame: Frame): ReadonlySet<string> {
    switch (frame.tag) {
      case 'data':
        return VALUE;
      case 'struct':
        return MEMBER;
      case 'params':
        return this.#root === 'methodResponse' && (this.#lists.at(-1)?.length ?? 0) > 0 ? NOTHING : PARAM;
      case 'member':
        if (frame.name === undefined) return NAME;
        break;
      case 'methodCall':
        if (frame.name === undefined) return METHOD_NAME_TAG;
        break;
      case 'value':
        if (!isBlank(frame.text)) return NOTHING;
        break;
    }
    if (frame.value !== undefined) return NOTHING;
    return CONTENT.get(frame.tag) ?? NOTHING;
  }

  #addText(text: string): Refusal | null {
    const frame = this.#frames.at(-1);
    if (frame?.takesText()) {
      frame.text += text;
      return null;
    }
    return isBlank(text) || frame === undefined ? null : this.#refuseShape(this.#findExpected(frame));
  }

  #close(): Refusal | null {
    const frame = this.#frames.pop();
    if (frame === undefined) return null;
    const parent = this.#frames.at(-1);
    if (parent === undefined) return this.#closeRoot(frame);
    if (frame.scalar !== undefined) {
      parent.value = frame.scalar(frame.text);
      return parent.value === undefined ? this.#refuse('value', frame.tag) : null;
    }
    switch (frame.tag) {
      case 'value':
        return this.#closeValue(frame.value === undefined ? frame.text : frame.value, parent);
      case 'name':
        parent.name = frame.text;
        return null;
      case 'methodName':
        parent.name = frame.text.trim();
        return METHOD_NAME.test(parent.name) ? null : this.#refuse('value', 'methodName');
      case 'params':
      case 'data':
        parent.value = this.#lists.pop();
        return null;
      case 'struct':
        this.#depth -= 1;
        parent.value = this.#structs.pop();
        return null;
    }
    if (frame.value === undefined) return this.#refuseShape(this.#findExpected(frame));
    return this.#closeHolder(frame, frame.value, parent);
  }

  #closeValue(value: XmlRpcValue, parent: Frame): null {
    if (parent.tag === 'data') this.#lists.at(-1)?.push(value);
    else parent.value = value;
    return null;
  }

  /** Closes an element that holds exactly one value. */
  #closeHolder(frame: Frame, value: XmlRpcValue, parent: Frame): Refusal | null {
    switch (frame.tag) {
      case 'param':
        this.#lists.at(-1)?.push(value);
        return null;
      case 'array':
        this.#depth -= 1;
        parent.value = value;
        return null;
      case 'fault':
        this.#document = { ...this.#document, isFault: true };
        parent.value = [value];
        return null;
      default: {
        const members = this.#structs.at(-1);
        const name = frame.name ?? '';
        if (members?.has(name)) return this.#refuse('duplicate-member');
        members?.set(name, value);
        return null;
      }
    }
  }

  #closeRoot(frame: Frame): Refusal | null {
    const isComplete = frame.tag === 'methodCall' ? frame.name !== undefined : frame.value !== undefined;
    if (!isComplete) return this.#refuseShape(this.#findExpected(frame));
    const content = frame.value !== undefined && isArray(frame.value) ? frame.value : [];
    this.#document = { ...this.#document, method: frame.name ?? '', content };
    return null;
  }
}

const CONTENT: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['methodResponse', PARAMS_OR_FAULT],
  ['methodCall', PARAMS],
  ['param', VALUE],
  ['fault', VALUE],
  ['member', VALUE],
  ['value', TYPES],
  ['array', DATA],
]);

// ---------------------------------------------------------------------------------------------------- refusals

/** How much of a document is looked at to tell what it is instead. */
const BEGINNING_LENGTH = 4096;
const TITLE_SEARCH_LENGTH = 16_384;
const TITLE_MAX_LENGTH = 80;
const WORDS_MAX_LENGTH = 160;
/** XML-RPC, if a broken one: it can hold secrets anywhere. */
const MESSAGE_TAG = /<(?:[\w.-]{1,40}:)?method(?:Call|Response)[\s/>]/;
const HTML_TAG = /<(?:!doctype\s{1,9}html|html|head|body|title|meta|h[1-6]|p|br|div|center|script)[\s/>]/i;
const HTML_TITLE = /<title\b[^<>]{0,200}>([^<]{0,400})/i;

/** Puts a refusal into a failure, without a secret. */
function describe(refusal: Refusal, source: Uint8Array | string, sent: Sent): Failure {
  const common = { kind: 'protocol', sent, concernsAccount: false } as const;
  if (refusal.aspect === 'too-large') {
    return { ...common, reason: 'too-large', detail: { limitBytes: XML_RPC_MAX_BYTES } };
  }
  const detail = {
    ...(refusal.text === undefined ? {} : findLineAndColumn(refusal.text, refusal.offset ?? 0)),
    ...(refusal.expected ? { expected: refusal.expected } : {}),
    ...(refusal.encoding ? { encoding: refusal.encoding } : {}),
  };
  const beginning = refusal.text?.slice(0, TITLE_SEARCH_LENGTH) ?? readBeginning(source);
  if (MESSAGE_TAG.test(beginning)) return { ...common, reason: 'not-xmlrpc', aspect: refusal.aspect, detail };
  const words = redactText(toWords(beginning.slice(0, BEGINNING_LENGTH))).slice(0, WORDS_MAX_LENGTH);
  const title = redactText(toOneLine(HTML_TITLE.exec(beginning)?.[1] ?? '')).slice(0, TITLE_MAX_LENGTH);
  const aspect = recognise(beginning.slice(0, BEGINNING_LENGTH)) ?? refusal.aspect;
  return {
    ...common,
    reason: 'not-xmlrpc',
    aspect,
    detail: aspect === 'html' && title !== '' ? { ...detail, title } : detail,
    ...(words === '' ? {} : { serviceWords: words }),
  };
}

function recognise(beginning: string): 'html' | 'json' | null {
  if (/^\s*[{[]/.test(beginning)) return 'json';
  return HTML_TAG.test(beginning) ? 'html' : null;
}

/** The beginning of a source that couldn't be decoded, good enough to be recognised and quoted. */
function readBeginning(source: Uint8Array | string): string {
  if (typeof source === 'string') return source.slice(0, TITLE_SEARCH_LENGTH);
  const bytes = source.subarray(0, TITLE_SEARCH_LENGTH);
  const encoding = findEncoding(bytes);
  return encoding.startsWith('utf-16') ? new TextDecoder(encoding).decode(bytes) : toLatin1(bytes);
}

/** A document's text without tags, scripts and styles. */
function toWords(beginning: string): string {
  return toOneLine(
    beginning
      .replace(/<(script|style)\b.*?(?:<\/\1[^<>]*>?|$)/gis, ' ')
      .replace(/<!--.*?(?:-->|$)/gs, ' ')
      .replace(/<[^<>]*(?:>|$)/g, ' '),
  );
}

function toOneLine(text: string): string {
  // Control characters go too: what is quoted here ends up on terminals.
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function findLineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < offset; index += 1) {
    const character = text.charCodeAt(index);
    if (character === LINE_FEED || (character === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED)) {
      line += 1;
      lineStart = index + 1;
    }
  }
  return { line, column: offset - lineStart + 1 };
}
