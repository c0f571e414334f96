import { inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { UNKNOWN_USER } from '../../shared/domain/code-state.ts';
import { failure, success } from '../../shared/result.ts';
import type { DirectoryUser } from '../services/code-service.ts';
import type { UserWithCode } from '../storage/codes.ts';
import type { CodeDesk } from './code-desk.ts';
import { type ApiContext, requireRollout } from './environment.ts';

/** A user of the PBX as people and lists name one. */
interface PersonAtPbx {
  readonly user: string;
  readonly extension: string;
  readonly login: string;
}

/** The handlers of `codes` that bring users from a PBX. */
export function createDirectoryHandlers(
  { store, changed }: ApiContext,
  desk: CodeDesk,
): Pick<GroupHandlers<'codes'>, 'directoryUsers' | 'importDirectory'> {
  return {
    directoryUsers: async ({ account, search, limit }) => {
      const opened = await desk.open(account, '');
      if (!opened.ok) return opened;
      // One more than wanted tells whether there are more.
      const found = await opened.value.session.users(search, limit + 1, new AbortController().signal);
      if (!found.ok) return failure(serviceFailure(found.error));
      return success({ users: found.value.slice(0, limit).map(toPerson), isCut: found.value.length > limit });
    },
    importDirectory: async ({ rollout: name, users }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const named = users.filter(({ user, extension, login }) => `${user}${extension}${login}`.trim() !== '');
      if (named.length === 0) return failure(inputFailure('input.no-users', { rollout: name }));
      const counts = store.codes.importUsers(rollout.value.id, named.map(toDraft), Date.now());
      changed(name);
      return success({ users: named.length, ...counts });
    },
  };
}

/** Without a login the object's own name stays: only by it the PBX finds the user again. */
function toPerson({ name, displayName, login, extension }: DirectoryUser): PersonAtPbx {
  return { user: login === '' ? name : displayName, extension, login };
}

function toDraft({ user, extension, login }: PersonAtPbx): UserWithCode {
  return { draft: { ...UNKNOWN_USER, user, extension, login }, listed: null };
}
