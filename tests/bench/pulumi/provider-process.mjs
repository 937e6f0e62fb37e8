// A provider process as the engine starts it, spoken to without an engine: what it costs by itself.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryRoot as root } from "../../../tools/bootstrap/places.mjs";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");

const PROGRAM = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
/** Arguments of Node for a process that ends when it is told to. */
export const ENDS_AT_MESSAGE = [
  "--require",
  fileURLToPath(new URL("end-at-message.cjs", import.meta.url)),
];
const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

export class ProviderProcess {
  /** Ends with the process. @type {import("node:child_process").ChildProcess} */
  #child;
  #client;

  /**
   * Starts one that listens and is configured.
   * @param {Record<string, string>} env settings of the provider
   * @param {readonly string[]} [nodeArguments]
   */
  static async start(env, nodeArguments = []) {
    const made = new ProviderProcess();
    const child = spawn(process.execPath, [...nodeArguments, PROGRAM, "127.0.0.1:1"], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PULUMI_NODEJS_PROJECT: "bench",
        ...env,
      },
      // A fourth channel, so that what is loaded before the program can be spoken to.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    made.#child = child;
    made.told = "";
    child.stderr.setEncoding("utf8").on("data", (piece) => (made.told += piece));
    const port = await new Promise((resolve, reject) => {
      child.on("exit", () => reject(new Error(`the provider process ended: ${made.told}`)));
      child.stdout.setEncoding("utf8").on("data", (text) => {
        const [found] = /^\d+/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const credentials = grpc.credentials.createInsecure();
    made.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials, UNLIMITED);
    const configure = new messages.ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({}));
    await made.#call("configure", configure);
    return made;
  }

  /** @returns {Promise<object>} the checked inputs */
  async check(kind, news, olds = {}) {
    const request = new messages.CheckRequest();
    request.setType(`pulumi-nodejs:dynamic/altinn:${kind}`);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#call("check", request);
    const failures = answer.getFailuresList().map((failure) => failure.getReason());
    if (failures.length > 0) throw new Error(`${kind}: ${failures.join(" ")}`);
    return answer.getInputs().toJavaScript();
  }

  async diff(id, olds, news) {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    await this.#call("diff", request);
  }

  /** @returns {Promise<{ id: string, outs: object }>} */
  async create(inputs) {
    const request = new messages.CreateRequest();
    request.setProperties(Struct.fromJavaScript(inputs));
    const answer = await this.#call("create", request);
    return { id: answer.getId(), outs: answer.getProperties().toJavaScript() };
  }

  async update(id, olds, news) {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    await this.#call("update", request);
  }

  async read(id, outs) {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(outs));
    await this.#call("read", request);
  }

  /** Milliseconds that its threads have run on a processor, by the kernel's count. Linux only. */
  processorMs() {
    const tasks = `/proc/${this.#child.pid}/task`;
    const nanoseconds = readdirSync(tasks)
      .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]))
      .reduce((sum, each) => sum + each, 0);
    return nanoseconds / 1e6;
  }

  /** Ends it, by itself where it was started with `ENDS_AT_MESSAGE`, so that it can write its profile. */
  async end(byItself = false) {
    this.#client.close();
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    if (byItself) this.#child.send("end");
    else this.#child.kill("SIGKILL");
    await closed;
  }

  #call(method, request) {
    return new Promise((resolve, reject) => {
      this.#client[method](request, (error, answer) => {
        if (error) reject(new Error(`${method}: ${error.details || error.message} ${this.told}`));
        else resolve(answer);
      });
    });
  }
}
