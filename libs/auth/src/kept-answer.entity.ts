import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a request with an Idempotency-Key was answered, kept for 24 hours. */
@Entity('idempotency_key')
export class KeptAnswer {
  /** `shopper:7` or `admin:1`: keys of two callers never meet. */
  @PrimaryColumn('text')
  caller: string;

  @PrimaryColumn('text')
  key: string;

  @Column('bytea', { name: 'request_hash' })
  requestHash: Buffer;

  @Column('int2')
  status: number;

  @Column('jsonb')
  answer: unknown;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
