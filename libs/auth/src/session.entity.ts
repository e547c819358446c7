import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from './scope';

/** The truth about tokens. A token itself is nowhere: a copy of this table opens no door. */
@Entity('session')
export class Session {
  /** SHA-256 of the token. */
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('int4', { name: 'shopper_id', nullable: true })
  shopperId: number | null;

  @Column('int4', { name: 'admin_id', nullable: true })
  adminId: number | null;

  @Column('int2')
  scope: Scope;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
