/**
 * @nestjs/swagger's plugin for the compiler, in a folder of any name. It finds a type's file in the text that TypeScript
 * prints for the type, where letters beyond ASCII and quotes are escaped, and decodes that path as if it were a URL; what
 * it then fails to find stays in the built file as an absolute path to the sources.
 */
const swagger = require('@nestjs/swagger/plugin');

exports.before = (options, program) => swagger.before(options, inAnyFolder(program));

function inAnyFolder(program) {
  return overriding(program, {
    getTypeChecker() {
      const checker = program.getTypeChecker();
      return overriding(checker, { typeToString: (...asked) => unescaped(checker.typeToString(...asked)) });
    },
    getCompilerOptions() {
      const compiler = program.getCompilerOptions();
      return { ...compiler, outDir: decoded(compiler.outDir), rootDir: decoded(compiler.rootDir) };
    },
  });
}

function overriding(target, methods) {
  return new Proxy(target, {
    get: (whole, name) => (Object.hasOwn(methods, name) ? methods[name] : Reflect.get(whole, name)),
  });
}

/** Inside `import("…")` alone: a type may be the text of an escape. */
function unescaped(type) {
  return type.replaceAll(/import\("((?:[^"\\]|\\.)*)"/g, (_, file) => `import("${JSON.parse(`"${file}"`)}"`);
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    // A % that begins no escape: the plugin leaves it as it is too.
    return path;
  }
}
