/** A file that is being followed. */
export interface FollowedFile {
  readonly name: string;
  readonly stop: () => void;
}

/** The part of the File System Access API that is used here. */
interface FileHandle {
  readonly name: string;
  readonly getFile: () => Promise<File>;
}

type Picker = () => Promise<readonly FileHandle[]>;

const LOOK_EVERY_MS = 500;

function pickerOf(scope: object): Picker | null {
  return 'showOpenFilePicker' in scope && typeof scope.showOpenFilePicker === 'function'
    ? (scope.showOpenFilePicker as Picker).bind(scope)
    : null;
}

/** Whether this window can follow files at all. */
export function canFollow(): boolean {
  return pickerOf(window) !== null;
}

/**
 * Has a person choose a file and follows it from its beginning: what is there, then what comes; one that got shorter is
 * read anew. The window never learns where the file lies.
 *
 * @param onText Gets text as it is read; the first time, and when the file was cut, `isNew`.
 * @param onRefused The host doesn't let files be read.
 * @returns `null` where nothing was chosen.
 */
export async function followChosenFile(
  onText: (text: string, isNew: boolean) => Promise<void>,
  onRefused: () => void,
): Promise<FollowedFile | null> {
  const picker = pickerOf(window);
  if (picker === null) return null;
  let handle: FileHandle | undefined;
  try {
    [handle] = await picker();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) onRefused();
    return null;
  }
  if (handle === undefined) return null;
  const chosen = handle;
  let position = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    try {
      const file = await chosen.getFile();
      const isNew = position === 0 || file.size < position;
      const from = isNew ? 0 : position;
      if (file.size > from || (isNew && position > 0)) {
        const text = await file.slice(from).text();
        position = file.size;
        await onText(text, isNew);
      }
    } catch {
      // It is being rotated, or gone for a moment: the next look finds it again, or nothing.
    }
    if (!isStopped) timer = setTimeout(look, LOOK_EVERY_MS);
  };
  void look();
  return {
    name: chosen.name,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
