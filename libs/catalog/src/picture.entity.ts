import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { PictureType } from './picture-path';

@Entity('picture')
export class Picture {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  /** SHA-256 of the bytes. */
  @Column('bytea', { unique: true })
  hash: Buffer;

  @Column('text', { name: 'media_type' })
  mediaType: PictureType;

  /** Large: read where it is asked for by name. */
  @Column('bytea', { select: false })
  bytes: Buffer;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
