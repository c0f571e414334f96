/**
 * The command line's first file: refuses a Node that lacks what Rollcall needs, in one sentence, then starts it.
 *
 * Nothing else may be imported here, or an old Node would fail with a stack trace before the sentence.
 */
const NEEDED = [22, 13] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// The window starts it with its own Electron, which was tried with all it needs.
const isOurs = process.versions.electron !== undefined;
if (!isOurs && (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]))) {
  process.stderr.write(
    `rollcall needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}. ` +
      'Inside the project, `npm run rollcall -- …` brings its own.\n',
  );
  process.exitCode = 2;
} else {
  await keepCompiled();
  const { main } = await import('./main.ts');
  const { redactText } = await import('../../shared/domain/redact.ts');
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    // A bug: neither bad input nor a refusal, so none of the exit codes that scripts act on.
    process.stderr.write(`${redactText(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    process.exit(70);
  }
}

/**
 * Keeps what was compiled in the person's own cache folder: half of a command's time went into compiling the same again.
 *
 * A convenience: where it can't be had the command takes longer, and nothing else.
 */
async function keepCompiled(): Promise<void> {
  const [{ enableCompileCache }, { homedir }, { join }] = await Promise.all([
    import('node:module'),
    import('node:os'),
    import('node:path'),
  ]);
  const cache = process.env.LOCALAPPDATA || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  // Node 20 hasn't got it.
  enableCompileCache?.(join(cache, 'rollcall', 'compiled'));
}
