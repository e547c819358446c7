import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';

@Entity('banner')
export class Banner {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  name: string;

  @Column('text', { default: '' })
  description: string;

  @OneToMany(() => BannerItem, (item) => item.banner, { cascade: ['insert'] })
  items: BannerItem[];
}

/** What the tap on a banner's picture opens. */
export enum BannerTarget {
  Nothing = 0,
  Product = 1,
  Theme = 2,
}

@Entity('banner_item')
export class BannerItem {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @ManyToOne(() => Banner, (banner) => banner.items, { nullable: false })
  @JoinColumn({ name: 'banner_id' })
  banner: Banner;

  @Column('int4', { name: 'picture_id' })
  pictureId: number;

  /** The id of the product or theme, as text. */
  @Column('text', { name: 'key_word' })
  keyWord: string;

  @Column('int2', { default: BannerTarget.Product })
  type: BannerTarget;
}
