/** A regular file of an archive. */
export interface ArchivedFile {
  /** As the archive has it, with the folder that everything lies in. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
/** Headers that only give the next file a longer name. */
const MOST_NAME_BYTES = 65_536;

/** Which files of an archive are held while they are read. */
export interface TarOptions {
  readonly mostBytes: number;
  readonly wants: (path: string) => boolean;
}

/**
 * Reads the regular files of a tar archive (ustar, with pax and GNU long names) as its bytes arrive; files that are not
 * wanted or longer than `mostBytes` are passed over without being held. Ends where the archive is cut or makes no sense.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>, options: TarOptions): AsyncGenerator<ArchivedFile> {
  const input = new ByteQueue(chunks);
  let longName: string | null = null;
  for (let header = await nextHeader(input); header !== null; header = await nextHeader(input)) {
    const path: string = longName ?? header.name;
    const use = useOf(header, path, options);
    const bytes = await bodyOf(header, input, use !== null);
    if (use === "file" && bytes !== null) yield { path, bytes };
    longName = use === "name" && bytes !== null ? nameIn(header.type, bytes) : null;
  }
}

function useOf({ type, size }: Header, path: string, { mostBytes, wants }: TarOptions): "file" | "name" | null {
  if (NAMING.has(type)) return size <= MOST_NAME_BYTES ? "name" : null;
  return REGULAR.has(type) && size <= mostBytes && wants(path) ? "file" : null;
}

async function nextHeader(input: ByteQueue): Promise<Header | null> {
  const block = await input.take(BLOCK);
  return block === null ? null : parseHeader(block);
}

/** Moves past an entry; its bytes when they are asked for and there. */
async function bodyOf({ size }: Header, input: ByteQueue, isHeld: boolean): Promise<Uint8Array | null> {
  const bytes = isHeld ? await input.take(size) : null;
  if (!isHeld) await input.skip(size);
  await input.skip((BLOCK - (size % BLOCK)) % BLOCK);
  return bytes;
}

const REGULAR: ReadonlySet<string> = new Set(["0", "\0"]);
const NAMING: ReadonlySet<string> = new Set(["x", "L"]);

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** `null` at the end of the archive and for what is no header. */
function parseHeader(block: Uint8Array): Header | null {
  const size = Number.parseInt(fieldAt(block, 124, 12), 8);
  const name = fieldAt(block, 0, 100);
  if (name === "" || !Number.isSafeInteger(size) || size < 0 || !hasChecksum(block)) return null;
  const prefix = fieldAt(block, 257, 5) === "ustar" ? fieldAt(block, 345, 155) : "";
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type: String.fromCharCode(block[156] ?? 0) };
}

function hasChecksum(block: Uint8Array): boolean {
  const told = Number.parseInt(fieldAt(block, 148, 8), 8);
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return told === sum;
}

function fieldAt(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end))
    .toString()
    .trim();
}

/** The path in a pax header, whose records are `<length> key=value\n`, or the whole of a GNU long name. */
function nameIn(type: string, bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString();
  if (type === "L") return text.replace(/\0.*$/su, "");
  return /(?:^|\n)\d{1,9} path=([^\n]*)\n/u.exec(text)?.[1] ?? null;
}

/** Bytes that arrive in pieces and are used in others. */
class ByteQueue {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, or `null` when there are not so many. */
  async take(length: number): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      const piece = await this.some(missing);
      if (piece === null) return null;
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces);
  }

  async skip(length: number): Promise<void> {
    for (let missing = length; missing > 0;) {
      const piece = await this.some(missing);
      if (piece === null) return;
      missing -= piece.length;
    }
  }

  /** At least one and at most `most` bytes; `null` at the end. */
  private async some(most: number): Promise<Uint8Array | null> {
    while (this.rest.length === 0) {
      const { value, done } = await this.chunks.next();
      if (done === true) return null;
      this.rest = value;
    }
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.length);
    return piece;
  }
}
