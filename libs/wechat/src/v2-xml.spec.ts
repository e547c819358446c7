import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Transformer } from 'wechatpay-axios-plugin';
import { keys, v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { verifyV2 } from './v2-sign';
import { MalformedXml, parseXml, writeXml, xmlText } from './v2-xml';

const parse = (text: string) => parseXml(Buffer.from(text));
const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(']]>', '<![CDATA[', '&', '<', '\r\n', ' '), anyUnit()),
});
const someFields = fc.dictionary(
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/).filter((name) => !(name in {})),
  anyText,
  { minKeys: 1 },
);

function anyUnit() {
  return fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
}

describe('the request of WeChat’s known answers', () => {
  it.each(v2.requestXml)('$id', ({ params, xml }) => {
    expect({ ...parse(xml) }).toEqual(params);
    expect({ ...parse(writeXml(params)) }).toEqual(params);
    expect(verifyV2(parse(xml), [keys.apiV2Key])).toBe(true);
  });
});

describe('v2 XML', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(someFields, (fields) => {
        const clean = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, xmlText(text)]));

        expect({ ...parse(writeXml(fields)) }).toEqual(clean);
      }),
    );
  });

  it('is read as another implementation writes it, and the other way round', () => {
    const fields = { body: 'a & b <c> "d"', attach: '007', remark: '普洱茶', total_fee: '12990' };

    expect({ ...parse(String(Transformer.toXml(fields))) }).toEqual(fields);
    expect(Transformer.toObject(writeXml(fields))).toEqual(fields);
  });

  it('[D2-5] keeps every value to the letter', () => {
    const xml =
      '<xml><a> 1 </a><b>007</b><c/><d><![CDATA[ ]]></d><e>x<![CDATA[y]]>z</e><f>&lt;&#x41;</f></xml>';

    expect({ ...parse(xml) }).toEqual({ a: ' 1 ', b: '007', c: '', d: ' ', e: 'xyz', f: '<A' });
  });

  it.each([
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>'],
    ['a byte order mark', '\uFEFF<xml><a>1</a></xml>'],
    ['line breaks around it', '\n<xml>\n  <a>1</a>\n</xml>\n'],
  ])('may have %s', (_what, xml) => {
    expect({ ...parse(xml) }).toEqual({ a: '1' });
  });

  it('reads into an object without a prototype', () => {
    expect(Object.getPrototypeOf(parse('<xml><a>1</a></xml>'))).toBeNull();
  });
});

describe('refused XML', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['plain text', 'SUCCESS'],
    ['JSON', '{"xml":{"a":"1"}}'],
    ['HTML', '<html><body>502 Bad Gateway</body></html>'],
    ['another root', '<root><a>1</a></root>'],
    ['a root without fields', '<xml></xml>'],
    ['text alone', '<xml>1</xml>'],
    ['text between the fields', '<xml>1<a>1</a></xml>'],
    ['CDATA between the fields', '<xml><![CDATA[1]]><a>1</a></xml>'],
    ['a truncated document', '<xml><a>1</a>'],
    ['a field that is not closed', '<xml><a>1</xml>'],
    ['CDATA that is not closed', '<xml><a><![CDATA[1</a></xml>'],
    ['[D2-5] a repeated field', '<xml><a>1</a><a>1</a></xml>'],
    ['a repeated empty field', '<xml><a/><a/></xml>'],
    ['a nested field', '<xml><a><b>1</b></a></xml>'],
    ['the root in the root', '<xml><xml>1</xml></xml>'],
    ['an attribute', '<xml><a b="1">1</a></xml>'],
    ['an attribute of the root', '<xml b="1"><a>1</a></xml>'],
    ['a name space', '<xml xmlns="urn:x"><a>1</a></xml>'],
    ['a prefixed name', '<xml><x:a>1</x:a></xml>'],
    ['__proto__', '<xml><__proto__>1</__proto__></xml>'],
    ['constructor', '<xml><constructor>1</constructor></xml>'],
    ['hasOwnProperty', '<xml><hasOwnProperty>1</hasOwnProperty></xml>'],
    ['[D2-6] a DTD', '<!DOCTYPE xml [<!ENTITY a "1">]><xml><a>&a;</a></xml>'],
    ['a DTD in CDATA', '<xml><a><![CDATA[<!DOCTYPE x>]]></a></xml>'],
    ['a DTD in small letters, after a comment', '<!-- x --><! doctype xml><xml><a>1</a></xml>'],
    ['an unknown entity', '<xml><a>&nbsp;</a></xml>'],
    ['U+0000 by its number', '<xml><a>&#0;</a></xml>'],
    ['U+0001 by its number', '<xml><a>&#1;</a></xml>'],
    ['U+0001 itself', '<xml><a>\u0001</a></xml>'],
    ['a lonely ampersand', '<xml><a>a & b</a></xml>'],
    ['a comment', '<xml><!-- --><a>1</a></xml>'],
    ['an instruction', '<xml><?php x ?><a>1</a></xml>'],
    ['a second root', '<xml><a>1</a></xml><xml><b>2</b></xml>'],
    ['a second root behind a blank in the tag', '<xml><a>1</a></xml ><b>2</b></xml>'],
    ['text behind the root', '<xml><a>1</a></xml>1'],
    ['9000 levels', `<xml>${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}</xml>`],
  ])('%s', (_what, xml) => {
    expect(() => parse(xml)).toThrow(MalformedXml);
  });

  it('more than 64 KiB, before anything is read', () => {
    expect(() => parse(`<xml><a>${'x'.repeat(64 * 1024)}</a></xml>`)).toThrow('larger than 64 KiB');
    expect(parse(`<xml><a>${'x'.repeat(60 * 1024)}</a></xml>`).a).toHaveLength(60 * 1024);
  });

  it('bytes that are no UTF-8', () => {
    expect(() => parseXml(Buffer.from('<xml><a>\xff</a></xml>', 'latin1'))).toThrow('not UTF-8');
  });

  it.each([
    ['sections that are never closed', '<![CDATA['],
    ['blanks', ' '],
    ['opened fields', '<a>'],
    ['half a declaration', '<?xml '],
    ['entities', '&amp;'],
  ])('64 KiB of %s within a moment', (_what, piece) => {
    const start = performance.now();

    expect(() => parse(piece.repeat(Math.floor((64 * 1024) / piece.length)))).toThrow(MalformedXml);

    expect(performance.now() - start).toBeLessThan(500);
  });

  it('says why without repeating what it read', () => {
    expect(() => parse('<xml><secret>1</secret><secret>2</secret></xml>')).toThrow(/^not flat$/);
  });
});
