// Plants known defects in copies of the shop, one at a time: the model run has to find each. By hand, since it takes
// minutes; `node test/proof/model/planted.mjs 2` plants the second alone. MODEL_COMMANDS and MODEL_SEED as for the run.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, '../../..');
const COPIED = ['apps', 'libs', 'test', 'package.json', 'tsconfig.json'];
const VITEST = path.join('node_modules', 'vitest', 'vitest.mjs');
const SPEC = 'test/proof/model/model.spec.ts';
const MODEL_COMMANDS = process.env.MODEL_COMMANDS ?? '50000';

const defects = JSON.parse(readFileSync(path.join(HERE, 'planted-defects.json'), 'utf8'));
const only = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const chosen = defects.filter((_, index) => only === undefined || index + 1 === only);
for (const defect of chosen) if (!(await isFound(defect))) process.exitCode = 1;

/** Whether the run finds it; prints how the run goes, and at the end the walk that the failure was shrunk to. */
async function isFound(defect) {
  process.stdout.write(`\nplanted: ${defect.name}\n`);
  const copy = planted(defect);
  const args = [VITEST, 'run', '--config', 'test/vitest.config.mts', '--maxWorkers', '1', SPEC];
  const env = { ...process.env, MODEL_COMMANDS };
  const run = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  for await (const text of run.stdout.setEncoding('utf8')) {
    told += text;
    process.stdout.write(text);
  }
  rmSync(copy, { recursive: true, force: true });
  const found = told.includes('MODEL_WALK=');
  process.stdout.write(`${found ? 'found' : 'NOT FOUND'}: ${defect.name}\n`);
  return found;
}

/** A copy of the shop that has the defect. */
function planted({ file, from, to }) {
  const copy = mkdtempSync(path.join(tmpdir(), 'minimall-planted-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  const source = readFileSync(path.join(copy, file), 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not have it once: ${from}`);
  writeFileSync(
    path.join(copy, file),
    source.replace(from, () => to),
  );
  return copy;
}
