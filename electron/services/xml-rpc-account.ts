import type { Failure } from '../../shared/domain/failure.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { createHttpClient } from '../transport/http.ts';
import type { XmlRpcCall, XmlRpcResponse, XmlRpcValue } from '../transport/xml-rpc.ts';
import { createXmlRpcClient } from '../transport/xml-rpc-client.ts';
import type { OpenAccount, ServiceDevice, WriteAnswer } from './service.ts';
import { wordsOf } from './xml-rpc-answers.ts';

/** The connection of one account to an XML-RPC service. */
export interface XmlRpcAccount {
  /**
   * Makes a call that changes nothing.
   *
   * A `<fault>` is a failure (`service`, reason `fault`); every failure says `sent: 'no'`, since there was nothing to apply.
   */
  read(call: XmlRpcCall, signal: AbortSignal): Promise<Result<XmlRpcValue>>;
  /**
   * Makes a call that changes something: not safe to repeat. Without devices there is no call.
   *
   * @param decode Reads the answer, a `<fault>` included, into one answer per device.
   * @returns what `decode` says, or for every device the failure of the call, `failure.sent` as the client says it.
   */
  write(
    call: XmlRpcCall,
    devices: readonly ServiceDevice[],
    decode: (response: XmlRpcResponse, devices: readonly ServiceDevice[]) => readonly WriteAnswer[],
    signal: AbortSignal,
  ): Promise<readonly WriteAnswer[]>;
  /** Closes connections. */
  close(): Promise<void>;
}

/**
 * Opens the connection of an account; no network before the first call.
 *
 * @returns `validation` for an address that {@link checkServiceAddress} refuses, or what the HTTP client says of the
 * account's certificate authorities, pin and proxy.
 */
export function openXmlRpcAccount(
  account: OpenAccount,
  authentication: 'basic' | 'basic-or-digest',
): Result<XmlRpcAccount> {
  const address = checkServiceAddress(account.url);
  if (!address.ok) return address;
  const { url, user, password, ca, pin, proxy, concurrency } = account;
  const http = createHttpClient({
    connections: concurrency,
    ...(ca === undefined ? {} : { ca }),
    ...(pin === undefined ? {} : { pin }),
    ...(proxy === undefined ? {} : { proxy }),
  });
  if (!http.ok) return http;
  const client = createXmlRpcClient(http.value, { url, user, password, authentication });
  return success({
    async read({ method, params }, signal) {
      const response = await client.call(method, params, signal);
      if (!response.ok) return failure({ ...response.error, sent: 'no' });
      if (response.value.kind === 'value') return success(response.value.value);
      return failure({ ...answerFailure(response.value.text), reason: 'fault', detail: { code: response.value.code } });
    },
    async write({ method, params }, devices, decode, signal) {
      if (devices.length === 0) return [];
      const response = await client.call(method, params, signal);
      if (response.ok) return decode(response.value, devices);
      return devices.map(() => ({ kind: 'failed', failure: response.error }));
    },
    close: () => http.value.close(),
  });
}

/** The failure of a read whose answer came but can't be used: `service`, reason `unexpected-answer`, words kept. */
export function answerFailure(answer: XmlRpcValue): Failure {
  return {
    kind: 'service',
    reason: 'unexpected-answer',
    serviceWords: wordsOf(answer),
    sent: 'no',
    concernsAccount: false,
  };
}

/**
 * Checks the address of a service before anything is sent to it.
 *
 * Plain `http://` is taken on the loopback only (127.0.0.0/8, `::1`, `localhost`): the login is HTTP Basic, which would
 * send the password in the clear.
 * @returns `validation`: reason `auth-failed`, aspect `plain-http`; or reason `bad-url`, aspect `account`, for what is no
 * address and for one with a password in it.
 */
export function checkServiceAddress(url: string): Result<URL> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isUsable = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && !hasUserinfo(url);
  if (!isUsable) return failure({ ...BAD_ADDRESS, reason: 'bad-url', aspect: 'account' });
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) {
    return failure({ ...BAD_ADDRESS, reason: 'auth-failed', aspect: 'plain-http' });
  }
  return success(parsed);
}

const BAD_ADDRESS = { kind: 'validation', sent: 'no', concernsAccount: true } as const;

/** `hostname` comes from `URL`, which has brought `127.1` and the like into the four-part form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
