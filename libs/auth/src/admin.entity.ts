import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { AdminRole } from './admin-role';

@Entity('admin')
export class Admin {
  @PrimaryGeneratedColumn('identity')
  id: number;

  @Column('text')
  account: string;

  /** scrypt, with its parameters and salt (see secret-hash.ts). */
  @Column('text', { name: 'secret_hash' })
  secretHash: string;

  @Column('text')
  role: AdminRole;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;
}
