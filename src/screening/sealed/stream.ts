import { END, isSign, MARK, OTHER, SKIP, TURNED, Units } from "./symbols.ts";

/** Symbols beyond the end that may be asked for. */
const PADDING = 16;

const PLAIN = new Units(false);
const SIGNED = new Units(true);

/**
 * The symbols of a stretch of text, in words, and where each was read. One is made and used again and again: a matcher
 * reads a text stretch by stretch.
 */
export class Stream {
  text = "";
  symbols = new Uint8Array(1024);
  /** Offset in the text of the character that each symbol was read from. */
  at = new Uint32Array(1024);
  length = 0;
  /** First symbol of each word; one more entry, the length, ends the list. */
  words = new Uint32Array(256);
  /** How many digits each word has. */
  digits = new Uint16Array(256);
  count = 0;
  /** Where signs stand by which other readings are found. */
  marks: number[] = [];
  /** Where one letter stands three times in a row, or the third of a word stands twice. */
  stretched: number[] = [];
  signed = false;
  /** Whether letters that stand several times in a row were made one. */
  squeezed = false;

  /** Reads `from`..`to` of a text. With `signed`, signs are read as letters, each a word of its
   * own, or (`whole`) of the words that they stand in. */
  read(text: string, from: number, to: number, signed: boolean, whole = false): void {
    this.text = text;
    this.signed = signed;
    this.marks = [];
    this.stretched = [];
    let last = -1;
    let times = 0;
    let doubles = 0;
    if (this.symbols.length < 4 * (to - from) + PADDING) {
      this.symbols = new Uint8Array(4 * (to - from) + PADDING);
      this.at = new Uint32Array(4 * (to - from) + PADDING);
      this.words = new Uint32Array(4 * (to - from) + PADDING);
      this.digits = new Uint16Array(4 * (to - from) + PADDING);
    }
    const units = signed ? SIGNED : PLAIN;
    const { table } = units;
    const { symbols, at, words, digits } = this;
    let length = 0;
    let count = 0;
    let apart = true;
    for (let index = from; index < to; index++) {
      const unit = text.charCodeAt(index);
      let entry = table[unit] as number;
      if (entry > MARK) {
        if (entry === 255) entry = units.learn(unit);
        if (entry > MARK) {
          if (entry === TURNED) this.marks.push(index);
          for (const symbol of units.several(text, index)) {
            if (length + PADDING >= symbols.length) break;
            if (symbol > OTHER) apart = true;
            else {
              if (apart) {
                words[count] = length;
                digits[count++] = 0;
                apart = false;
              }
              if (symbol < 10) digits[count - 1]!++;
              symbols[length] = symbol;
              at[length++] = index;
            }
          }
          if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) index++;
          continue;
        }
      }
      if (entry <= OTHER) {
        const sign = signed && !whole && unit < 0x2100 && isSign(text[index] as string);
        if (apart || sign) {
          words[count] = length;
          digits[count++] = 0;
          last = -1;
          doubles = 0;
        }
        apart = sign;
        if (entry < 10) digits[count - 1]!++;
        symbols[length] = entry;
        at[length++] = index;
        if (entry !== last) {
          last = entry;
          times = 1;
        } else if (entry >= 10 && (++times === 3 || (times === 2 && ++doubles === 3)))
          this.stretched.push(index);
      } else if (entry !== SKIP) {
        apart = true;
        if (entry === MARK) this.marks.push(index);
      }
    }
    symbols.fill(END, length, length + PADDING);
    words[count] = length;
    this.length = length;
    this.count = count;
  }

  /** Where the character that a symbol was read from ends, with the marks and invisible characters behind it. */
  endOf(symbol: number): number {
    const { text } = this;
    let end = (this.at[symbol] as number) + 1;
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    while (end < text.length && PLAIN.table[text.charCodeAt(end)] === SKIP) end++;
    return end;
  }

  /** What stands between the symbol before `symbol` and it. */
  gapBefore(symbol: number): string {
    return this.text.slice(symbol === 0 ? 0 : this.endOf(symbol - 1), this.at[symbol]);
  }

  /** A word in plain letters and digits. */
  word(index: number): string {
    return this.slice(this.words[index] as number, this.words[index + 1] as number);
  }

  slice(from: number, to: number): string {
    let text = "";
    for (let index = from; index < to; index++) {
      const symbol = this.symbols[index] as number;
      text += symbol < OTHER ? CHARACTERS[symbol] : otherAt(this, index);
    }
    return text;
  }

  isNumber(index: number): boolean {
    return this.digits[index] === (this.words[index + 1] as number) - (this.words[index] as number);
  }
}

const CHARACTERS = [..."0123456789abcdefghijklmnopqrstuvwxyz"];
const otherAt = ({ text, at }: Stream, index: number): string =>
  String.fromCodePoint(text.codePointAt(at[index] as number) ?? 0).toLowerCase();
