/** What can be under way for a rollout and writes down what comes of it. */
export type WorkKind = 'job' | 'sweep' | 'phones' | 'configs' | 'codes' | 'removal';

/** What is under way, of every kind: those who would be in each other's way ask here first. */
export class GoingWork {
  readonly #going = new Set<{ readonly kind: WorkKind; readonly rollout: string }>();

  /** Notes that work has begun; returns what notes its end, safe to repeat. */
  begin(kind: WorkKind, rollout: string): () => void {
    const work = { kind, rollout };
    this.#going.add(work);
    return () => {
      this.#going.delete(work);
    };
  }

  /** Whether work of a kind is under way, for whichever rollout. */
  has(kind: WorkKind): boolean {
    return [...this.#going].some((work) => work.kind === kind);
  }

  /** Whether anything is under way for a rollout; with kinds, whether anything of these is. */
  isIn(rollout: string, ...kinds: readonly WorkKind[]): boolean {
    return [...this.#going].some(
      (work) => work.rollout === rollout && (kinds.length === 0 || kinds.includes(work.kind)),
    );
  }
}
