import { describe, expect, it } from 'vitest';
import { provinceOf } from './province';

const ALL =
  '北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 ' +
  '西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门';

describe('a province', () => {
  it.each(ALL.split(' '))('%s is itself, with an ending and with the country before it', (name) => {
    for (const ending of ['', '省', '市', '自治区', '特别行政区', '地区'])
      expect([provinceOf(name + ending), provinceOf(`中国${name}${ending}`)]).toEqual([name, name]);
  });

  it('is one of 34', () => {
    expect(new Set(ALL.split(' ').map(provinceOf)).size).toBe(34);
  });

  it.each([
    ['广西壮族自治区', '广西'],
    ['宁夏回族自治区', '宁夏'],
    ['新疆维吾尔自治区', '新疆'],
    ['新疆维吾尔族自治区', '新疆'],
    ['新疆生产建设兵团', '新疆'],
    ['内蒙', '内蒙古'],
    [' 新 疆 ', '新疆'],
    ['\u200b浙江省\ufeff', '浙江'],
    ['臺灣省', '台湾'],
    ['台灣', '台湾'],
    ['中国台湾', '台湾'],
    ['中國臺灣省', '台湾'],
    ['台湾地区', '台湾'],
    ['台湾省（中国）', '台湾'],
    ['中国·香港', '香港'],
    ['香港特別行政區', '香港'],
    ['中国香港特别行政区', '香港'],
    ['中华人民共和国澳门特别行政区', '澳门'],
    ['澳門', '澳门'],
    ['廣東省', '广东'],
    ['廣西壯族自治區', '广西'],
    ['內蒙古自治區', '内蒙古'],
    ['新疆維吾爾自治區', '新疆'],
    ['寧夏', '宁夏'],
    ['遼寧省', '辽宁'],
    ['黑龍江省', '黑龙江'],
    ['陝西省', '陕西'],
    ['甘肅省', '甘肃'],
    ['貴州省', '贵州'],
    ['雲南省', '云南'],
    ['江蘇省', '江苏'],
    ['山東省', '山东'],
    ['重慶市', '重庆'],
    ['Hong Kong', '香港'],
    ['HongKong', '香港'],
    ['Hong Kong SAR, China', '香港'],
    ['Xianggang', '香港'],
    ['Macao', '澳门'],
    ['Macau', '澳门'],
    ['Taiwan', '台湾'],
    ['Taiwan, Province of China', '台湾'],
    ['Ｔａｉｗａｎ', '台湾'],
    ['Beijing Shi', '北京'],
    ['beijingshi', '北京'],
    ['Inner Mongolia Autonomous Region', '内蒙古'],
    ['Nei Mongol', '内蒙古'],
    ['Guangxi Zhuang Autonomous Region', '广西'],
    ['guangxizhuangzuzizhiqu', '广西'],
    ['Tibet', '西藏'],
    ['Shaanxi', '陕西'],
    ['Shanxi', '山西'],
    ['ZHEJIANG', '浙江'],
    ['Zhejiang Province', '浙江'],
    ['Zhèjiāng Shěng', '浙江'],
    ['台湾省 Taiwan', undefined],
  ])('%j is %s', (text, name) => {
    expect(provinceOf(text)).toBe(name);
  });

  it.each([
    '',
    ' ',
    '省',
    '浙',
    '中国',
    'China',
    '浙江省省',
    '加利福尼亚',
    '远方',
    '东京都',
    'Texas',
    'constructor',
  ])('%j is none', (text) => {
    expect(provinceOf(text)).toBeUndefined();
  });
});
