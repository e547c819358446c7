import type { Motif } from './seed-motifs-grown';
import * as grown from './seed-motifs-grown';
import * as pantry from './seed-motifs-pantry';
import * as wares from './seed-motifs-wares';
import type { Tone } from './seed-pictures';

export interface SeedSku {
  spec: string;
  yuan: string;
  stock: number;
}

export interface SeedGood {
  name: string;
  summary: string;
  motif: Motif;
  skus: SeedSku[];
  /** The properties of its own page; a good with them has detail pictures too. */
  properties?: Record<string, string>;
}

export interface SeedCategory {
  name: string;
  description: string;
  tone: Tone;
  goods: SeedGood[];
}

/** A good of one size. */
const one = (yuan: string, stock: number): SeedSku[] => [{ spec: '', yuan, stock }];

const tea: SeedCategory = {
  name: '山茶',
  description: '雨水、山雾和一双手',
  tone: { top: 0xeff5e6, bottom: 0xcfe2c0 },
  goods: [
    {
      name: '岩骨肉桂',
      summary: '炭火慢焙，桂皮香',
      motif: wares.caddy(0x8c3b2e, 0x8c3b2e),
      skus: one('159.90', 2400),
    },
    {
      name: '茉莉白毫',
      summary: '七窨一提，花香入骨',
      motif: wares.cup(0xf3efe2, 0xd9b45a),
      skus: one('19.99', 5000),
    },
    {
      name: '狮峰龙井',
      summary: '清明前的一芽一叶，豆香清远',
      motif: grown.sprig(0x6fa055),
      skus: [
        { spec: '50克', yuan: '68.00', stock: 1200 },
        { spec: '100克', yuan: '128.00', stock: 800 },
        { spec: '250克', yuan: '299.99', stock: 10 },
      ],
      properties: { 品名: '狮峰龙井', 产地: '浙江杭州', 等级: '明前特级', 保质期: '18个月' },
    },
    {
      name: '古树熟茶饼',
      summary: '勐海老树，三年陈化',
      motif: grown.teaCake,
      skus: one('88.88', 3600),
      properties: { 品名: '古树熟茶饼', 产地: '云南勐海', 净含量: '357克', 保质期: '存放得当，越陈越香' },
    },
    {
      name: '陈皮白茶',
      summary: '新会陈皮，福鼎寿眉',
      motif: wares.caddy(0xd98a3a, 0xb5651f),
      skus: one('45.60', 2000),
    },
  ],
};

const fruit: SeedCategory = {
  name: '时果',
  description: '应季而摘，过时不候',
  tone: { top: 0xfff3e4, bottom: 0xffd9b8 },
  goods: [
    {
      name: '山地脐橙',
      summary: '霜降后采，皮薄多汁',
      motif: grown.orange,
      skus: [
        { spec: '2.5千克', yuan: '29.90', stock: 3000 },
        { spec: '5千克', yuan: '55.01', stock: 1500 },
      ],
      properties: { 品名: '山地脐橙', 产地: '江西赣州', 规格: '单果200克以上', 贮藏: '阴凉通风处' },
    },
    { name: '湖畔水蜜桃', summary: '软熟可吸，产季只有三周', motif: grown.peach, skus: one('39.90', 10) },
    { name: '冰糖心苹果', summary: '高原昼夜，甜在心里', motif: grown.apple, skus: one('1.01', 9000) },
    { name: '云岭蓝莓', summary: '果粉完整，一口爆浆', motif: grown.berries, skus: one('16.65', 4200) },
    { name: '海岛椰青', summary: '现开现喝，清甜解暑', motif: grown.coconut, skus: one('9.90', 3) },
  ],
};

const nuts: SeedCategory = {
  name: '坚果',
  description: '一把的满足',
  tone: { top: 0xf8f0e2, bottom: 0xe6d2b2 },
  goods: [
    {
      name: '手剥山核桃',
      summary: '临安深山，椒盐味',
      motif: grown.walnuts,
      skus: one('36.80', 2800),
      properties: { 品名: '手剥山核桃', 产地: '浙江临安', 净含量: '250克', 保质期: '240天' },
    },
    { name: '奶香巴旦木', summary: '薄壳易剥，奶香不腻', motif: grown.almonds, skus: one('28.50', 3300) },
    { name: '淡盐腰果', summary: '低温慢烤，颗颗完整', motif: grown.cashews, skus: one('33.30', 2600) },
    { name: '燕山油栗', summary: '糖炒时节，软糯回甘', motif: grown.chestnuts, skus: one('18.18', 6000) },
    { name: '原味南瓜子', summary: '雪白板，一小包', motif: grown.seeds, skus: one('0.29', 9999) },
  ],
};

const cakes: SeedCategory = {
  name: '糕饼',
  description: '江南的午后四点',
  tone: { top: 0xfff1f2, bottom: 0xf5d0d5 },
  goods: [
    { name: '桂花定胜糕', summary: '米香、豆沙与桂花', motif: pantry.flowerCakes, skus: one('12.80', 1800) },
    {
      name: '玫瑰鲜花饼',
      summary: '酥皮三十六层，花瓣看得见',
      motif: pantry.stampedCake,
      skus: one('5.05', 7000),
      properties: { 品名: '玫瑰鲜花饼', 产地: '云南大理', 净含量: '50克', 保质期: '30天' },
    },
    {
      name: '绿豆冰糕',
      summary: '入口即化，不用茶也不噎',
      motif: pantry.mouldedCakes(0xa9c77b),
      skus: one('22.22', 2100),
    },
    {
      name: '芝麻薄脆',
      summary: '黑白芝麻，一咬就响',
      motif: pantry.sesameBiscuits,
      skus: one('8.70', 4000),
    },
    {
      name: '海盐黄油曲奇',
      summary: '当日烘焙，每天十份',
      motif: pantry.butterBiscuits,
      skus: one('26.00', 10),
    },
  ],
};

const honey: SeedCategory = {
  name: '蜜与酱',
  description: '把季节装进罐子',
  tone: { top: 0xfff8df, bottom: 0xf9df9a },
  goods: [
    {
      name: '秦岭百花蜜',
      summary: '一年一割，自然成熟',
      motif: pantry.jar(0xe9a72c, 0x9a6a3f, pantry.bee),
      skus: one('79.00', 1600),
      properties: { 品名: '秦岭百花蜜', 产地: '陕西汉中', 净含量: '500克', 保质期: '24个月' },
    },
    {
      name: '手熬草莓酱',
      summary: '果肉六成，糖少一半',
      motif: pantry.jar(0xc22f3d, 0xf0e2d0, pantry.strawberry),
      skus: one('24.90', 2200),
    },
    {
      name: '糖渍金桂',
      summary: '一勺点睛，羹汤皆宜',
      motif: pantry.jar(0xf3c64a, 0x7a8f4a, pantry.blossom),
      skus: one('17.77', 2500),
    },
    {
      name: '香菇牛肉酱',
      summary: '肉粒分明，拌面一绝',
      motif: pantry.jar(0x7a3b22, 0x3f3a36, pantry.mushroom),
      skus: one('14.14', 5200),
    },
    { name: '蜂蜜柚子茶', summary: '冷热皆可，微苦回甘', motif: pantry.glass, skus: one('23.45', 3100) },
  ],
};

const crafts: SeedCategory = {
  name: '器物',
  description: '日用之美',
  tone: { top: 0xeef3f4, bottom: 0xc6d8dd },
  goods: [
    {
      name: '莲瓣青瓷盏',
      summary: '龙泉梅子青，手工刻花',
      motif: wares.celadonBowl,
      skus: one('118.00', 1000),
      properties: { 品名: '莲瓣青瓷盏', 产地: '浙江龙泉', 容量: '120毫升', 工艺: '手工刻花，还原烧' },
    },
    { name: '粗陶马克杯', summary: '半釉半胎，越用越润', motif: wares.mug, skus: one('49.50', 1400) },
    { name: '柴烧小花瓶', summary: '窑变孤品，只此一件', motif: wares.vase, skus: one('520.00', 1) },
    { name: '竹编果篮', summary: '老篾匠，六小时一只', motif: wares.basket, skus: one('66.60', 1100) },
    { name: '榉木茶盘', summary: '整木车旋，蜂蜡擦面', motif: wares.tray, skus: one('95.01', 1300) },
  ],
};

/** About thirty goods of our own invention: prices that hurt floats, thousands of most, very few of some. */
export const categories: SeedCategory[] = [tea, fruit, nuts, cakes, honey, crafts];

export interface SeedTheme {
  name: string;
  description: string;
  /** The wide picture shows the first three. */
  goods: string[];
  tone: Tone;
}

/** Clients ask for three and draw the last one large. */
export const themes: SeedTheme[] = [
  {
    name: '春茶到',
    description: '今年的第一口山野',
    goods: ['狮峰龙井', '茉莉白毫', '古树熟茶饼', '莲瓣青瓷盏', '榉木茶盘'],
    tone: tea.tone,
  },
  {
    name: '鲜果时令',
    description: '熟了，就寄出',
    goods: ['湖畔水蜜桃', '山地脐橙', '云岭蓝莓', '冰糖心苹果', '海岛椰青'],
    tone: fruit.tone,
  },
  {
    name: '一席茶点',
    description: '甜的、脆的、配茶的，摆满一桌',
    goods: ['玫瑰鲜花饼', '桂花定胜糕', '绿豆冰糕', '手剥山核桃', '秦岭百花蜜', '粗陶马克杯'],
    tone: cakes.tone,
  },
];

/** What banner 1 shows: each picture opens the first of its goods. */
export const bannerGoods: { goods: string[]; tone: Tone }[] = [
  { goods: ['狮峰龙井', '莲瓣青瓷盏', '古树熟茶饼'], tone: tea.tone },
  { goods: ['山地脐橙', '冰糖心苹果', '湖畔水蜜桃'], tone: fruit.tone },
  { goods: ['秦岭百花蜜', '蜂蜜柚子茶', '手熬草莓酱'], tone: honey.tone },
  { goods: ['柴烧小花瓶', '粗陶马克杯', '竹编果篮'], tone: crafts.tone },
];
