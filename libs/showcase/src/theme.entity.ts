import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';

@Entity('theme')
export class Theme {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  name: string;

  @Column('text', { default: '' })
  description: string;

  /** Drawn on the home page. */
  @Column('int4', { name: 'topic_picture_id' })
  topicPictureId: number;

  /** Drawn above the theme's own page. */
  @Column('int4', { name: 'head_picture_id' })
  headPictureId: number;

  @OneToMany(() => ThemeProduct, (product) => product.theme, { cascade: ['insert'] })
  products: ThemeProduct[];
}

@Entity('theme_product')
export class ThemeProduct {
  @PrimaryColumn('int4', { name: 'theme_id' })
  themeId: number;

  @ManyToOne(() => Theme, (theme) => theme.products, { nullable: false })
  @JoinColumn({ name: 'theme_id' })
  theme: Theme;

  @PrimaryColumn('int4', { name: 'product_id' })
  productId: number;

  @Column('int4', { default: 0 })
  position: number;
}
