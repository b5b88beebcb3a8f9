// Loaded before every command of the project: says in one sentence what is missing, where Node itself would only
// print a stack trace. Plain JavaScript, because an older Node has to be able to read it.
const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  process.stderr.write(
    `fanout-saga runs on Node ${NEEDED}, but this is Node ${process.versions.node}: the devDependency node@${NEEDED} has no binary here, ` +
      `because its install script did not run. Run "npm ci" (without --ignore-scripts), or put Node ${NEEDED} on the PATH.\n`,
  );
  process.exit(1);
}
