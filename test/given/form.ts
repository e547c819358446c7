export interface Part {
  name: string;
  filename?: string;
  type?: string;
  body: string | Buffer;
}

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';

export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** Byte by byte as wx.uploadFile and web pages send it. */
export function form(...parts: Part[]): Buffer {
  const written = parts.flatMap(({ name, filename, type, body }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`;
    return [
      Buffer.from(`${head}${type ? `Content-Type: ${type}\r\n` : ''}\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...written, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
