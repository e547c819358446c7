import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One who logged in through WeChat; an openid means a person only together with its appid. */
@Entity('shopper')
export class Shopper {
  @PrimaryGeneratedColumn('identity')
  id: number;

  @Column('text')
  appid: string;

  @Column('text')
  openid: string;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;
}
