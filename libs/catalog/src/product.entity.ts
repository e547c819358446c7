import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
} from 'typeorm';

@Entity('product')
export class Product {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  summary: string | null;

  @Column('int4', { name: 'category_id', nullable: true })
  categoryId: number | null;

  @Column('int4', { name: 'picture_id' })
  pictureId: number;

  @Column('boolean', { name: 'on_sale', default: true })
  onSale: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Gone for good: the row stays for those who ordered it. */
  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;

  /** An enabled sku of its own, meant where none is named; null: the shopper has to choose. */
  @Column('int4', { name: 'default_sku_id', nullable: true })
  defaultSkuId: number | null;

  @OneToMany(() => Sku, (sku) => sku.product, { cascade: ['insert'] })
  skus: Sku[];

  @OneToMany(() => ProductPicture, (picture) => picture.product, { cascade: ['insert'] })
  pictures: ProductPicture[];

  @OneToMany(() => ProductProperty, (property) => property.product, { cascade: ['insert'] })
  properties: ProductProperty[];
}

/** What is sold; a product without variants owns exactly one, with an empty spec. */
@Entity('sku')
export class Sku {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @ManyToOne(() => Product, (product) => product.skus, { nullable: false })
  @JoinColumn({ name: 'product_id' })
  product: Product;

  @Column('text', { default: '' })
  spec: string;

  @Column('int8', { name: 'price_fen' })
  priceFen: number;

  /** The merchant's own name of it. */
  @Column('text', { nullable: true, unique: true })
  code: string | null;

  /** Not offered any more. */
  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  @Column('int4', { default: 0 })
  position: number;
}

/** A picture on the product's own page. */
@Entity('product_picture')
export class ProductPicture {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @ManyToOne(() => Product, (product) => product.pictures, { nullable: false })
  @JoinColumn({ name: 'product_id' })
  product: Product;

  @Column('int4', { name: 'picture_id' })
  pictureId: number;

  @Column('int4', { default: 0 })
  position: number;
}

@Entity('product_property')
export class ProductProperty {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @ManyToOne(() => Product, (product) => product.properties, { nullable: false })
  @JoinColumn({ name: 'product_id' })
  product: Product;

  @Column('text')
  name: string;

  @Column('text')
  detail: string;

  @Column('int4', { default: 0 })
  position: number;
}
