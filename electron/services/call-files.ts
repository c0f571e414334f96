import type { Failure } from '../../shared/domain/failure.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { decodeCall, encodeCall, isXmlRpcText, type XmlRpcCall, type XmlRpcValue } from '../transport/xml-rpc.ts';
import type { CallFile, CallFileContent, ServiceDevice, Target, WriteAnswer } from './service.ts';
import { isList } from './xml-rpc-answers.ts';

/** Splits devices into the parts that one call each carries; `size` is brought into 1 to `maxSize`. */
export function splitIntoBatches(
  devices: readonly ServiceDevice[],
  size: number,
  maxSize: number,
): readonly (readonly ServiceDevice[])[] {
  const step = Math.min(Math.max(Math.floor(size) || 1, 1), maxSize);
  const batches: (readonly ServiceDevice[])[] = [];
  for (let start = 0; start < devices.length; start += step) batches.push(devices.slice(start, start + step));
  return batches;
}

/**
 * Checks texts for what XML has no way to carry (most control characters), before anything is sent.
 *
 * @returns `validation` with the given reason.
 */
export function checkSendable(texts: readonly string[], reason: Reason): Result<void> {
  if (texts.every(isXmlRpcText)) return success(undefined);
  return failure({ kind: 'validation', reason, sent: 'no', concernsAccount: false });
}

/** Checks the URL and the name of a target: see {@link checkSendable}; `bad-url` or `bad-name`. */
export function checkTarget(target: Target): Result<void> {
  const url = checkSendable([target.url], 'bad-url');
  return url.ok ? checkSendable([target.name], 'bad-name') : url;
}

/** Checks a target that shall be written into files: as {@link checkTarget}, and `bad-url`, aspect `password`, for userinfo. */
export function checkTargetForFiles(target: Target): Result<void> {
  if (!hasUserinfo(target.url)) return checkTarget(target);
  return failure({ kind: 'validation', reason: 'bad-url', aspect: 'password', sent: 'no', concernsAccount: false });
}

/** What is said of every device when the target can't be sent. */
export function refuseAll(devices: readonly ServiceDevice[], { reason }: Failure): readonly WriteAnswer[] {
  return devices.map(() => ({ kind: 'refused', reason, words: '' }));
}

/** Writes calls as XML files, `0001-registerDeviceList.xml` and so on: the method without its prefix. */
export function toCallFiles(calls: readonly XmlRpcCall[]): readonly CallFile[] {
  return calls.map(({ method, params }, index) => ({
    name: `${String(index + 1).padStart(4, '0')}-${method.replace(/^.*\./, '')}.xml`,
    content: `${encodeCall(method, params)}\n`,
  }));
}

/** Where the parameters of a call that can be read from a file stand. */
export interface CallShape {
  /** What the first parameter is: one MAC, an array of them, or nothing that names a device. */
  readonly macs: 'one' | 'list' | 'none';
  readonly hasUrl: boolean;
  readonly hasName: boolean;
}

/**
 * Reads a file that holds one call.
 *
 * White space around MACs, URLs and names goes: people write such files by hand.
 * @param prefix Of the service's methods, for instance `autoprov.`; a file may leave it out.
 * @param shapes By method name without prefix.
 * @returns `null` for what isn't one of the service's calls; a `protocol` failure for one that is damaged (the codec's),
 * or whose parameters aren't those of its method (reason `not-xmlrpc`, aspect `shape`).
 */
export async function readCall(
  bytes: Uint8Array,
  prefix: string,
  shapes: ReadonlyMap<string, CallShape>,
): Promise<Result<CallFileContent> | null> {
  if (!looksLikeCall(bytes)) return null;
  const call = await decodeCall(bytes);
  if (!call.ok) return call;
  const { method, params } = call.value;
  const shape = shapes.get(method.startsWith(prefix) ? method.slice(prefix.length) : method);
  if (shape === undefined) return null;
  if (shape.macs === 'none') return success({ method, devices: [] });
  const [first, ...texts] = params;
  const macs = (shape.macs === 'list' && isList(first) ? first : [first]).map(readFileText);
  const url = shape.hasUrl ? readFileText(texts[0]) : '';
  const name = shape.hasName ? readFileText(texts[1] ?? '') : '';
  if (url === null || name === null || !macs.every((macText) => macText !== null)) return failure(WRONG_PARAMETERS);
  return success({ method, devices: macs.map((macText) => ({ macText, url, name })) });
}

const WRONG_PARAMETERS: Failure = {
  kind: 'protocol',
  reason: 'not-xmlrpc',
  aspect: 'shape',
  sent: 'no',
  concernsAccount: false,
};

function readFileText(value: XmlRpcValue | undefined): string | null {
  return typeof value === 'string' ? value.trim() : null;
}

/** Looks at the first tags only: lists of other kinds come this way too. NULs go since the file may be UTF-16. */
function looksLikeCall(bytes: Uint8Array): boolean {
  const beginning = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '');
  return /^\s*(?:[ÿþï»¿]+\s*)?</.test(beginning) && /<(?:\w+:)?methodCall[\s/>]/.test(beginning);
}
