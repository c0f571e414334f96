/**
 * Why a text is not the XML that an XML-RPC message may be.
 *
 * - `empty`: nothing but white space
 * - `text`: words before any tag
 * - `truncated`: ends inside a tag, a comment or an element
 * - `mismatched`: an end tag that doesn't belong to the innermost open element
 * - `trailing`: something after the root element
 * - `doctype`: a document type declaration, refused whatever it holds
 * - `entity`: a reference other than a character reference and XML's own five
 * - `character`: a character that XML 1.0 doesn't allow, written or referred to
 * - `syntax`: any other breach of XML's rules
 */
export type XmlProblem =
  | 'empty'
  | 'text'
  | 'truncated'
  | 'mismatched'
  | 'trailing'
  | 'doctype'
  | 'entity'
  | 'character'
  | 'syntax';

/**
 * What {@link XmlTokenizer.next} found.
 *
 * - `open`, `close`: a tag, its local name in `name`; `<a/>` gives both
 * - `text`: a piece of character data in `text`; one run of text can come in several pieces
 * - `ignorable`: a comment, a processing instruction, the prolog, white space outside the root
 * - `end`: the document is complete and well-formed
 * - `problem`: it isn't, see `problem` and `offset`
 */
export type XmlToken = 'open' | 'close' | 'text' | 'ignorable' | 'end' | 'problem';

/** The most text that one token covers where every character costs time, in UTF-16 units; a longer tag is refused. */
const PIECE_LENGTH = 65_536;

const SLASH = 0x2f;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const QUESTION_MARK = 0x3f;
const EXCLAMATION_MARK = 0x21;

const NAME_START =
  ':A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}' +
  '\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}';
const NAME = `[${NAME_START}][-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}\\u{2040}${NAME_START}]*`;
const WHOLE_NAME = new RegExp(`^${NAME}$`, 'u');
const INSTRUCTION_TARGET = new RegExp(`(${NAME})(?=[\\t\\n\\r ]|\\?>)`, 'uy');
const ATTRIBUTE = new RegExp(`[\\t\\n\\r ]+(${NAME})[\\t\\n\\r ]*=[\\t\\n\\r ]*(?:"([^<"]*)"|'([^<']*)')`, 'uy');
const PROLOG =
  /^<\?xml\s+version\s*=\s*(["'])1\.\d\1(?:\s+encoding\s*=\s*(["'])[A-Za-z][\w.-]*\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>/;
const PROLOG_MAX_LENGTH = 1024;

const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Finds the first character that XML 1.0 can't carry: most control characters, half of a surrogate pair, U+FFFE, U+FFFF.
 *
 * @returns its offset in UTF-16 units, or -1.
 * Source: Extensible Markup Language (XML) 1.0, section 2.2.
 */
export function findForbiddenCharacter(text: string): number {
  return text.search(FORBIDDEN_CHARACTER);
}

/** Tells whether a text holds nothing but XML's white space: blank, tab, CR, LF. */
export function isBlank(text: string): boolean {
  return skipWhiteSpace(text, 0) === text.length;
}

/** Tells whether a UTF-16 unit is XML's white space. */
export function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipWhiteSpace(text: string, from: number): number {
  let position = from;
  while (isWhiteSpace(text.charCodeAt(position))) position += 1;
  return position;
}

const NAMED_REFERENCES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const CHARACTER_REFERENCE = /^#(?:(\d{1,20})|x([\da-fA-F]{1,20}))$/;
const REFERENCE_MAX_LENGTH = 24;

/** What `&name;` stands for, or why it stands for nothing. */
function resolveReference(name: string): { readonly text: string } | { readonly problem: XmlProblem } {
  const named = NAMED_REFERENCES.get(name);
  if (named !== undefined) return { text: named };
  const match = CHARACTER_REFERENCE.exec(name);
  if (match === null) return { problem: 'entity' };
  const code = match[1] === undefined ? Number.parseInt(match[2] ?? '', 16) : Number.parseInt(match[1], 10);
  if (code > 0x10ffff) return { problem: 'character' };
  const text = String.fromCodePoint(code);
  return findForbiddenCharacter(text) === -1 ? { text } : { problem: 'character' };
}

/** Looks for a text from ever later positions without reading any part of the source twice. */
class ForwardSearch {
  readonly #source: string;
  readonly #wanted: string;
  #found = -1;

  constructor(source: string, wanted: string) {
    this.#source = source;
    this.#wanted = wanted;
  }

  /** The next place at or after `position`, or the source's length. */
  from(position: number): number {
    if (this.#found < position) {
      const found = this.#source.indexOf(this.#wanted, position);
      this.#found = found === -1 ? this.#source.length : found;
    }
    return this.#found;
  }
}

/**
 * Cuts a document into tags and text, one token a call, so that its reader can pause at any point.
 *
 * Strict: what it reads to the `end` is well-formed XML 1.0 without a document type. Attributes and namespace
 * declarations are checked and dropped; of a name only the part after the prefix is kept. Linear in the document's
 * length. Expects line ends to be normalised and forbidden characters to be refused before
 * ({@link findForbiddenCharacter}).
 */
export class XmlTokenizer {
  /** Local name of the tag just read. */
  name = '';
  /** The character data just read, references resolved. */
  text = '';
  /** Set with the token `problem`. */
  problem: XmlProblem = 'syntax';
  /** Where the token just read begins; with `problem`, where the trouble is. In UTF-16 units. */
  offset = 0;

  readonly #source: string;
  readonly #tagStart: ForwardSearch;
  readonly #ampersand: ForwardSearch;
  readonly #sectionEnd: ForwardSearch;
  readonly #openNames: string[] = [];
  readonly #localNames = new Map<string, string>();
  #position = 0;
  #isSelfClosing = false;
  #hasRoot = false;

  constructor(source: string) {
    this.#source = source;
    this.#tagStart = new ForwardSearch(source, '<');
    this.#ampersand = new ForwardSearch(source, '&');
    this.#sectionEnd = new ForwardSearch(source, ']]>');
  }

  /** Reads the next token. Not to be called again after `end` or `problem`. */
  next(): XmlToken {
    this.offset = this.#position;
    if (this.#isSelfClosing) {
      this.#isSelfClosing = false;
      return this.#leave();
    }
    if (this.#position === this.#source.length) return this.#readEnd();
    if (this.#source.charCodeAt(this.#position) !== LESS_THAN) {
      return this.#openNames.length === 0 ? this.#readOutside() : this.#readText();
    }
    switch (this.#source.charCodeAt(this.#position + 1)) {
      case SLASH:
        return this.#readCloseTag();
      case QUESTION_MARK:
        return this.#readInstruction();
      case EXCLAMATION_MARK:
        return this.#readDeclaration();
      default:
        return this.#readOpenTag();
    }
  }

  #fail(problem: XmlProblem, offset = this.#position): 'problem' {
    this.problem = problem;
    this.offset = offset;
    return 'problem';
  }

  /** A broken construct: `truncated` where the text that would end it never comes. */
  #failUnless(ending: string, problem: XmlProblem): 'problem' {
    return this.#fail(this.#source.includes(ending, this.#position) ? problem : 'truncated');
  }

  #readEnd(): XmlToken {
    if (this.#openNames.length > 0) return this.#fail('truncated');
    if (this.#hasRoot) return 'end';
    return this.#fail(isBlank(this.#source) ? 'empty' : 'truncated');
  }

  #readOutside(): XmlToken {
    const end = skipWhiteSpace(this.#source, this.#position);
    if (end === this.#position) return this.#fail(this.#hasRoot ? 'trailing' : 'text');
    this.#position = end;
    return 'ignorable';
  }

  #readText(): XmlToken {
    const start = this.#position;
    const end = Math.min(this.#tagStart.from(start), start + PIECE_LENGTH);
    const sectionEnd = this.#sectionEnd.from(start);
    if (sectionEnd < end) return this.#fail('syntax', sectionEnd);
    if (this.#ampersand.from(start) >= end) {
      this.text = this.#source.slice(start, end);
      this.#position = end;
      return 'text';
    }
    const parts: string[] = [];
    while (this.#position < end) {
      const ampersand = Math.min(this.#ampersand.from(this.#position), end);
      parts.push(this.#source.slice(this.#position, ampersand));
      this.#position = ampersand;
      if (ampersand < end) {
        const semicolon = this.#source.indexOf(';', ampersand);
        if (semicolon === -1 && this.#source.length - ampersand <= REFERENCE_MAX_LENGTH) {
          return this.#failUnless('<', 'entity');
        }
        if (semicolon === -1 || semicolon - ampersand > REFERENCE_MAX_LENGTH) return this.#fail('entity');
        const reference = resolveReference(this.#source.slice(ampersand + 1, semicolon));
        if ('problem' in reference) return this.#fail(reference.problem);
        parts.push(reference.text);
        this.#position = semicolon + 1;
      }
    }
    this.text = parts.join('');
    return 'text';
  }

  #readCloseTag(): XmlToken {
    const name = this.#openNames.at(-1);
    if (name !== undefined && this.#source.startsWith(name, this.#position + 2)) {
      const end = skipWhiteSpace(this.#source, this.#position + 2 + name.length);
      if (this.#source.charCodeAt(end) === GREATER_THAN) {
        this.#position = end + 1;
        return this.#leave();
      }
    }
    return this.#failUnless('>', 'mismatched');
  }

  #leave(): XmlToken {
    const name = this.#openNames.pop() ?? '';
    this.name = this.#localNames.get(name) ?? name;
    return 'close';
  }

  #readOpenTag(): XmlToken {
    if (this.#openNames.length === 0 && this.#hasRoot) return this.#fail('trailing');
    const nameStart = this.#position + 1;
    let end = nameStart;
    for (;;) {
      const code = this.#source.charCodeAt(end);
      if (code === GREATER_THAN || code === SLASH || isWhiteSpace(code)) break;
      if (code === LESS_THAN || end - nameStart > PIECE_LENGTH) return this.#fail('syntax');
      if (end >= this.#source.length) return this.#fail('truncated');
      end += 1;
    }
    const name = this.#source.slice(nameStart, end);
    const localName = this.#localNames.get(name) ?? this.#learnName(name);
    if (localName === null) return this.#fail('syntax');
    if (this.#source.charCodeAt(end) !== GREATER_THAN) {
      const afterAttributes = this.#readAttributes(end);
      if (typeof afterAttributes !== 'number') return this.#fail(afterAttributes);
      end = afterAttributes;
    }
    this.#isSelfClosing = this.#source.charCodeAt(end) === SLASH;
    const tagEnd = this.#isSelfClosing ? end + 1 : end;
    if (this.#source.charCodeAt(tagEnd) !== GREATER_THAN) return this.#failUnless('>', 'syntax');
    this.#position = tagEnd + 1;
    this.#openNames.push(name);
    this.#hasRoot = true;
    this.name = localName;
    return 'open';
  }

  #learnName(name: string): string | null {
    if (!WHOLE_NAME.test(name)) return null;
    const colon = name.indexOf(':');
    const localName = name.slice(colon + 1);
    if (colon === 0 || localName === '' || localName.includes(':')) return null;
    this.#localNames.set(name, localName);
    return localName;
  }

  /** Checks a tag's attributes; returns where they and the white space after them end, or what is wrong. */
  #readAttributes(from: number): number | XmlProblem {
    const names = new Set<string>();
    let position = from;
    for (;;) {
      ATTRIBUTE.lastIndex = position;
      const match = ATTRIBUTE.exec(this.#source);
      if (match === null) return skipWhiteSpace(this.#source, position);
      position = ATTRIBUTE.lastIndex;
      const name = match[1] ?? '';
      if (names.has(name) || position - from > PIECE_LENGTH) return 'syntax';
      names.add(name);
      const [, ...afterAmpersands] = (match[2] ?? match[3] ?? '').split('&');
      for (const text of afterAmpersands) {
        const semicolon = text.indexOf(';');
        const reference = resolveReference(semicolon === -1 ? '' : text.slice(0, semicolon));
        if ('problem' in reference) return reference.problem;
      }
    }
  }

  #readInstruction(): XmlToken {
    INSTRUCTION_TARGET.lastIndex = this.#position + 2;
    const target = INSTRUCTION_TARGET.exec(this.#source)?.[1];
    const end = this.#source.indexOf('?>', this.#position + 2);
    if (end === -1) return this.#fail('truncated');
    if (target === undefined || target.includes(':')) return this.#fail('syntax');
    if (target.toLowerCase() === 'xml') {
      const isProlog = this.#position === 0 && PROLOG.test(this.#source.slice(0, PROLOG_MAX_LENGTH));
      if (!isProlog) return this.#fail('syntax');
    }
    this.#position = end + 2;
    return 'ignorable';
  }

  #readDeclaration(): XmlToken {
    const start = this.#position;
    if (this.#source.startsWith('<!--', start)) {
      const end = this.#source.indexOf('--', start + 4);
      if (end === -1 || end + 2 === this.#source.length) return this.#fail('truncated');
      if (this.#source.charCodeAt(end + 2) !== GREATER_THAN) return this.#fail('syntax');
      this.#position = end + 3;
      return 'ignorable';
    }
    if (this.#source.startsWith('<![CDATA[', start) && this.#openNames.length > 0) {
      const end = this.#sectionEnd.from(start);
      if (end === this.#source.length) return this.#fail('truncated');
      this.text = this.#source.slice(start + 9, end);
      this.#position = end + 3;
      return 'text';
    }
    const beginning = this.#source.slice(start, start + 9).toLowerCase();
    if (beginning === '<!doctype') return this.#fail('doctype');
    return this.#fail(
      start + beginning.length === this.#source.length && beginning.length < 9 ? 'truncated' : 'syntax',
    );
  }
}
