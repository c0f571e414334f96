import type { Result } from '../../shared/result.ts';
import type { HttpClient } from './http.ts';
import { decodeResponse, encodeCall, type XmlRpcResponse, type XmlRpcValue } from './xml-rpc.ts';

/** Where calls go, and as whom. */
export interface XmlRpcEndpoint {
  /** Address to the letter: some services insist on its trailing slash. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly authentication: 'basic' | 'digest' | 'basic-or-digest';
}

/** Makes XML-RPC calls. */
export interface XmlRpcClient {
  /**
   * Makes one call: one POST, never repeated here.
   *
   * @returns what the server answered, a `<fault>` included. Failures are those of the HTTP client, and `protocol` with
   * `sent: 'maybe'` for a body that is no XML-RPC response (HTML, JSON, cut off).
   * @throws TypeError for parameters that XML-RPC can't carry: see `isXmlRpcText`.
   */
  call(method: string, params: readonly XmlRpcValue[], signal: AbortSignal): Promise<Result<XmlRpcResponse>>;
}

/** Puts an XML-RPC client onto an HTTP client, which stays the caller's to close. */
export function createXmlRpcClient(http: HttpClient, endpoint: XmlRpcEndpoint): XmlRpcClient {
  const { url, user, password, authentication } = endpoint;
  return {
    async call(method, params, signal) {
      const answer = await http.request({
        method: 'POST',
        url,
        // exactly this type: snom's service takes no other (snom wiki, XML-RPC API)
        headers: { 'Content-Type': 'text/xml' },
        body: encodeCall(method, params),
        credentials: { user, password },
        authentication,
        signal,
      });
      return answer.ok ? decodeResponse(answer.value.body) : answer;
    },
  };
}
