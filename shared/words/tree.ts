/** A tree of texts, as deep as its author likes. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

/** The same keys as another tree, with texts of another language: what a translation must offer, no more and no less. */
export type SameWords<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : SameWords<Tree[Key]>;
};

/** `unreachable_dns` can also be had as `unreachable` with a context, `devices_one` as `devices` with a count. */
type WithoutVariant<Key extends string> = Key extends `${infer Base}_${string}` ? Key | Base : Key;

/** Every path of a tree, joined by dots, with and without its variants. */
export type WordKey<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? WithoutVariant<Key> : `${Key}.${WordKey<Tree[Key]>}`;
}[keyof Tree & string];
