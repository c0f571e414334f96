import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { SysclientProblem } from '../../shared/domain/sysclient.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { CodeSession } from '../services/code-service.ts';
import { buildDhcpSnippets } from '../services/innovaphone/dhcp.ts';
import { type PhoneLogin, promptPhone, readDevicesUrl } from '../services/innovaphone/phone-http.ts';
import { runPreflight } from '../services/innovaphone/preflight.ts';
import { buildScript, formatScript, type ScriptProblem } from '../services/innovaphone/script.ts';
import { buildSysclientUrl, readSysclientUrl, type SysclientUrl } from '../services/innovaphone/url.ts';
import { CodeDesk } from './code-desk.ts';
import type { ApiContext } from './environment.ts';
import { toReasonView } from './views.ts';

const PHONE_TIMEOUT_MS = 30_000;
/** A person may have to confirm the login meanwhile. */
const PREFLIGHT_TIMEOUT_MS = 180_000;

/** The handlers of the contract's group `innovaphone`. */
export function createInnovaphoneHandlers(context: ApiContext): GroupHandlers<'innovaphone'> {
  async function withSession<Value>(
    account: string,
    directory: string,
    work: (session: CodeSession) => Promise<Value>,
  ): Promise<Result<Value, ApiFailure>> {
    const desk = new CodeDesk(context);
    try {
      const open = await desk.open(account, directory);
      return open.ok ? success(await work(open.value.session)) : open;
    } finally {
      await desk.close();
    }
  }

  return {
    url: async ({ account, ...wish }) => {
      const built = buildSysclientUrl(wish);
      if (!built.ok) return failure(sysclientFailure(built.error));
      const view = toView(built.value);
      if (account === '') return success(view);
      const signal = AbortSignal.timeout(PREFLIGHT_TIMEOUT_MS);
      const found = await withSession(account, '', (session) => session.categories(signal));
      if (!found.ok) return found;
      if (!found.value.ok) return failure(serviceFailure(found.value.error));
      if (found.value.value.some(({ name }) => name === wish.category)) return success(view);
      const missing = { warning: 'no-such-category', part: 'category' } as const;
      return success({ ...view, warnings: [...view.warnings, missing] });
    },

    check: async ({ line }) => {
      const read = readSysclientUrl(line);
      return success(
        read.ok ? { built: toView(read.value.built), problem: null } : { built: null, problem: read.error },
      );
    },

    script: async ({ wish, isOnce }) => {
      const built = buildScript(wish, isOnce);
      if (!built.ok) return failure(scriptFailure(built.error));
      const { lines, warnings } = built.value;
      const text = formatScript(built.value);
      return success({ kind: wish.kind, lines: [...lines], text, warnings: [...warnings] });
    },

    dhcp: async (wish) => {
      const built = buildDhcpSnippets(wish);
      return built.ok ? success({ ...built.value }) : failure(inputFailure(`innovaphone.dhcp.problem.${built.error}`));
    },

    preflight: async ({ account, directory, category }) => {
      const signal = AbortSignal.timeout(PREFLIGHT_TIMEOUT_MS);
      const found =
        account === ''
          ? success(await runPreflight({ session: null, category }, signal))
          : await withSession(account, directory, (session) => runPreflight({ session, category }, signal));
      if (!found.ok) return found;
      const findings = found.value.map(({ check, result, facts, failure: error }) => {
        return { check, result, facts: { ...facts }, cause: error === null ? null : toReasonView(error) };
      });
      return success({ findings });
    },

    prompt: async (phone) => {
      const done = await promptPhone(toLogin(phone), AbortSignal.timeout(PHONE_TIMEOUT_MS));
      return done.ok ? success({}) : failure(serviceFailure(done.error));
    },

    phoneUrl: async ({ built, ...phone }) => {
      const read = await readDevicesUrl(toLogin(phone), built, AbortSignal.timeout(PHONE_TIMEOUT_MS));
      return read.ok ? success({ ...read.value }) : failure(serviceFailure(read.error));
    },
  };
}

function toView({ values, url, encoded, command, warnings }: SysclientUrl) {
  return { values: { ...values }, url, encoded, command, warnings: [...warnings] };
}

function sysclientFailure({ problem, part }: SysclientProblem): ApiFailure {
  return inputFailure(`innovaphone.problem.${problem}`, { part });
}

function scriptFailure({ problem, part, cause }: ScriptProblem): ApiFailure {
  if (cause !== undefined) return sysclientFailure(cause);
  return inputFailure(`innovaphone.script.problem.${problem}`, { part });
}

function toLogin({
  address,
  user,
  password,
  pin,
  allowsBasic,
}: {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly pin: string;
  readonly allowsBasic: boolean;
}): PhoneLogin {
  return { address, user, password, isBasicOverHttpAllowed: allowsBasic, ...(pin === '' ? {} : { pin }) };
}
