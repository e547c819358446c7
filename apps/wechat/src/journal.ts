import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';

const NEWLINE = 0x0a;

/**
 * One JSON line an event, handed to the operating system before anything is answered: kill -9 loses none of them.
 * One process writes it, and writes synchronously, so that between deciding and recording nothing comes in between.
 */
export class Journal<Event> {
  private readonly file: number;
  private length = 0;
  private torn = false;
  private shut = false;

  constructor(private readonly path_: string) {
    mkdirSync(path.dirname(path_), { recursive: true });
    this.file = openSync(path_, 'a+');
  }

  /** Every event so far. A torn last line was never answered to anybody, and is left out. */
  read(): Event[] {
    const bytes = readFileSync(this.path_);
    this.length = bytes.lastIndexOf(NEWLINE) + 1;
    this.torn = this.length < bytes.length;
    const lines = bytes.toString('utf8', 0, this.length).split('\n').slice(0, -1);
    return lines.map((line, index) => this.parse(line, index + 1));
  }

  append(event: Event): void {
    if (this.shut) throw new Error('the journal is shut');
    if (this.torn) this.mend();
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      this.write(line);
    } catch (error) {
      // A full disk may have taken half a line: the next event must not be glued to it.
      this.torn = true;
      throw error;
    }
    this.length += line.length;
  }

  close(): void {
    this.shut = true;
    closeSync(this.file);
  }

  private write(line: Buffer): void {
    let written = 0;
    while (written < line.length) written += writeSync(this.file, line, written);
  }

  private mend(): void {
    ftruncateSync(this.file, this.length);
    this.torn = false;
  }

  private parse(line: string, number: number): Event {
    try {
      return JSON.parse(line) as Event;
    } catch (cause) {
      throw new Error(
        `${this.path_}, line ${number}, is damaged; move the file away to begin with new books`,
        {
          cause,
        },
      );
    }
  }
}
