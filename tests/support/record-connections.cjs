// Loaded into every Node process of a run (NODE_OPTIONS): notes each host that it connects to or looks up, a line each, in the file
// that RECORD_CONNECTIONS names.
const { appendFileSync } = require("node:fs");
const dgram = require("node:dgram");
const dns = require("node:dns");
const net = require("node:net");

const file = process.env.RECORD_CONNECTIONS;

const note = (host) => {
  if (file) appendFileSync(file, `${host}\n`);
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options === "object" && options !== null) {
    note(options.path ? "a path on this machine" : (options.host ?? "localhost"));
  } else note(typeof args[1] === "string" ? args[1] : "localhost");
  return connect.apply(this, args);
};

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  note(host);
  return lookup(host, ...rest);
};

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) {
  note(`a datagram to ${args.filter((one) => typeof one === "string").join(" ")}`);
  return send.apply(this, args);
};
