// Preloaded into a process of a test: shop.example.com is this machine, all other names stay what they are.
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name === 'shop.example.com' ? '127.0.0.1' : name, ...rest);
