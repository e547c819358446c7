import { AppConfig, Clock, Random } from '@app/common';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import path from 'node:path';
import { Books, type BookEvent } from './books';
import { Journal } from './journal';
import { KeyRing } from './keys';

/** What a decision may look at. It looks, and answers with the event to record: it changes nothing itself. */
export interface Desk {
  readonly books: Books;
  readonly now: Date;
  readonly random: Random;
  readonly config: AppConfig;
  readonly keys: KeyRing;
}

/** A decision: what to write into the books, if anything, and what to answer. */
export interface Decision<Answer> {
  event?: BookEvent;
  answer: Answer;
}

/** The one writer of the books. */
@Injectable()
export class Bookkeeper implements OnApplicationShutdown {
  readonly books = new Books();
  private readonly journal: Journal<BookEvent>;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly keys: KeyRing,
  ) {
    this.journal = new Journal(path.join(config.DATA_DIR, 'simulator.jsonl'));
    for (const event of this.journal.read()) this.books.apply(event);
  }

  get desk(): Desk {
    const { books, random, config, keys } = this;
    return { books, now: this.clock.now(), random, config, keys };
  }

  /** First the journal, then the books: what is answered from the books is on the disk. */
  record(event: BookEvent): void {
    this.journal.append(event);
    this.books.apply(event);
  }

  /** Decides and records in one breath: no other request can come in between. */
  settle<Answer>(decide: (desk: Desk) => Decision<Answer>): Answer {
    const { event, answer } = decide(this.desk);
    if (event) this.record(event);
    return answer;
  }

  onApplicationShutdown(): void {
    this.journal.close();
  }
}
