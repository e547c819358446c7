import { describe, expect, it } from 'vitest';
import { fenOf, yuanOf } from './fen';

describe('fen', () => {
  it.each([
    [1, '0.01'],
    [29, '0.29'],
    [100, '1.00'],
    [101, '1.01'],
    [1999, '19.99'],
    [1_000_000_000, '10000000.00'],
    [-5, '-0.05'],
  ])('[D1-7] writes %i fen as %s yuan', (fen, yuan) => {
    expect(yuanOf(fen)).toBe(yuan);
  });

  it.each([
    ['19.99', 1999],
    ['0.29', 29],
    ['1.01', 101],
    ['1.1', 110],
    ['7', 700],
  ])('[D1-7] reads %s yuan as %i fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
  });

  it.each(['', '.5', '1.', '1.001', '1e3', '-1', '１', ' 1'])('refuses %j as yuan', (yuan) => {
    expect(() => fenOf(yuan)).toThrow(RangeError);
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 60])('refuses %d as fen', (fen) => {
    expect(() => yuanOf(fen)).toThrow(RangeError);
  });
});
