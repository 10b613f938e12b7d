// Stands where Electron's own default app is in a full distribution: loads the app whose folder is the first word of the
// command line that is not a flag. `-r FILE` is honoured as Electron does.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

const words = process.argv.slice(1);
let folder = null;
for (let i = 0; i < words.length && folder === null; i++) {
  if (words[i] === '-r' || words[i] === '--require') require(path.resolve(words[++i]));
  else if (!words[i].startsWith('-')) folder = path.resolve(words[i]);
}
if (folder === null) {
  process.stderr.write('usage: electron [flags] FOLDER [flags]\n');
  app.exit(2);
} else {
  const { name, productName, version, main } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(productName ?? name);
  app.setVersion(version);
  app.setAppPath(folder);
  app.setPath('userData', path.join(app.getPath('appData'), productName ?? name));
  Module._load(path.join(folder, main), Module, true);
}
