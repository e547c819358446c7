// Plants known defects in copies of the shop, one at a time: the model run has to find each. By hand, since it takes
// minutes; `node test/proof/model/planted.mjs 2` plants the second alone. MODEL_COMMANDS and MODEL_SEED as for the run.
import { spawnSync } from 'node:child_process';
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
const missed = chosen.filter((defect) => !isFound(defect));
if (missed.length > 0) process.exitCode = 1;

/** Whether the run finds it; prints the walk that it was shrunk to. */
function isFound(defect) {
  const copy = planted(defect);
  const begunAt = performance.now();
  const { stdout } = spawnSync(
    process.execPath,
    [VITEST, 'run', '--config', 'test/vitest.config.mts', '--maxWorkers', '1', SPEC],
    { cwd: copy, env: { ...process.env, MODEL_COMMANDS }, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  rmSync(copy, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - begunAt) / 1000);
  const told = stdout.split('\n').filter((line) => line.startsWith('MODEL_'));
  const found = stdout.includes('MODEL_WALK=');
  const end = found ? `found and shrunk in ${seconds} s` : `not found in ${seconds} s`;
  process.stdout.write([defect.name, end, ...(found ? told : [stdout.slice(-3000)]), '', ''].join('\n'));
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
