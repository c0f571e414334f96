import type { Failure } from '../../../shared/domain/failure.ts';
import type { PreflightCheck } from '../../../shared/domain/sysclient.ts';
import type { Result } from '../../../shared/result.ts';
import { checkWay, type WayFinding } from '../../transport/check-way.ts';
import type { CodeSession } from '../code-service.ts';

/** Where phones go with a code; ports 80 and 443. Source: innovaphone wiki, Concept Provisioning (13r3). */
export const CODE_HOST = 'config.innovaphone.com';

/**
 * What one check found.
 *
 * `person`: only a person can look at it. `skipped`: what it needs is missing, an account or a check before it.
 */
export interface PreflightFinding {
  readonly check: PreflightCheck;
  readonly result: 'passed' | 'failed' | 'person' | 'skipped';
  readonly failure: Failure | null;
  /** `host`, `port`; `categories`: how many there are. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a preflight looks at. */
export interface PreflightWish {
  /** `null`: only the network is looked at. */
  readonly session: CodeSession | null;
  /** Name of the category codes shall be given out for; empty: any will do. */
  readonly category: string;
  /** @default {@link CODE_HOST} with its usual ports */
  readonly codeHost?: { readonly http: string; readonly https: string };
  /** As in `HttpOptions`. */
  readonly proxy?: string;
}

/**
 * Looks at what codes need, before any is given out. Network; changes nothing; safe to repeat.
 *
 * The way to the vendor is the one from this computer: phones may stand in another network. An update URL in DHCP and the flags of
 * the PBX's app objects can't be read from here, and are left to a person.
 */
export async function runPreflight(wish: PreflightWish, signal: AbortSignal): Promise<readonly PreflightFinding[]> {
  const codeHost = wish.codeHost ?? { http: `http://${CODE_HOST}/`, https: `https://${CODE_HOST}/` };
  const options = wish.proxy === undefined ? {} : { proxy: wish.proxy };
  const [http, https, platform] = await Promise.all([
    lookAtWay('code-host-http', codeHost.http, options, signal),
    lookAtWay('code-host-https', codeHost.https, options, signal),
    lookAtPlatform(wish, signal),
  ]);
  return [
    http,
    https,
    finding('dhcp-url', 'person'),
    ...platform,
    finding('object-devices', 'person'),
    finding('object-profile', 'person'),
  ];
}

function finding(
  check: PreflightFinding['check'],
  result: PreflightFinding['result'],
  error: Failure | null = null,
  facts: PreflightFinding['facts'] = {},
): PreflightFinding {
  return { check, result, failure: error, facts };
}

async function lookAtWay(
  check: PreflightFinding['check'],
  address: string,
  options: { readonly proxy?: string },
  signal: AbortSignal,
): Promise<PreflightFinding> {
  const url = new URL(address);
  const steps = await checkWay(url, options, signal);
  const failed = steps.find(({ result }) => result === 'failed');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const facts = { host: url.hostname, port };
  return failed === undefined
    ? finding(check, 'passed', null, facts)
    : finding(check, 'failed', atSite(failed, facts), facts);
}

/** No account names this host, so what can't be reached is up to the site's network. */
function atSite(
  { step, failure }: WayFinding,
  facts: { readonly host: string; readonly port: number },
): Failure | null {
  if (failure === null) return null;
  if (step === 'dns' && failure.reason === 'unreachable') return { ...failure, aspect: 'code-host-dns', detail: facts };
  const isClosed = failure.reason === 'timeout' || (failure.reason === 'unreachable' && failure.aspect !== 'network');
  if (step !== 'tcp' || !isClosed) return failure;
  return { ...failure, reason: 'unreachable', aspect: 'code-host-port', detail: facts };
}

async function lookAtPlatform(
  { session, category }: PreflightWish,
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  if (session === null) return (['devices', 'category', 'pbx'] as const).map((check) => finding(check, 'skipped'));
  const probe = await session.probe(signal);
  if (!probe.ok) {
    return [finding('devices', 'failed', probe.error), finding('category', 'skipped'), finding('pbx', 'skipped')];
  }
  const categories = await session.categories(signal);
  const hasPbx = session.hasDirectory === true;
  return [
    finding('devices', 'passed'),
    judgeCategories(categories, category),
    finding('pbx', hasPbx ? 'passed' : 'failed', hasPbx ? null : NO_PBX),
  ];
}

function judgeCategories(categories: Result<readonly { readonly name: string }[]>, wanted: string): PreflightFinding {
  if (!categories.ok) return finding('category', 'failed', categories.error);
  const facts = { categories: categories.value.length, category: wanted };
  const isThere = categories.value.some(({ name }) => wanted === '' || name === wanted);
  return finding('category', isThere ? 'passed' : 'failed', isThere ? null : NO_CATEGORY, facts);
}

const NO_PBX: Failure = {
  kind: 'auth',
  reason: 'forbidden',
  aspect: 'no-pbx',
  sent: 'no',
  concernsAccount: true,
};

const NO_CATEGORY: Failure = {
  kind: 'service',
  reason: 'not-found',
  aspect: 'category',
  sent: 'no',
  concernsAccount: false,
};
