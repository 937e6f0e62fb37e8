import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { DynamicMethods } from "../../provider/dynamic-methods";
import type { Kind, Values } from "../../provider/resources/lifecycle";

/*
 * Pulumi's own dynamic provider process with the compiled package in it, called over gRPC as the engine calls it. To start
 * one takes a second of processor time, so it serves many runs, one after the other: each has a provider text of its own,
 * which makes the process load every module of the package anew, so that nothing is remembered from the run before.
 */

/** Milliseconds after which a call of a method is taken as one that never ends. */
export const METHOD_DEADLINE_MS = 60_000;

/** Runs that one process serves; the modules of each stay in its memory. */
const RUNS = 60;

const ROOT = process.cwd();
const PROGRAM = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");

let runs = 0;

/** What stands in state for a resource: the shell's text, and before it what makes a run a new one. */
const providerText = (kind: Kind): string => {
  runs += 1;
  return `exports.handler = () => ({ configure(req) { // run ${String(runs)}
for (const file of Object.keys(require.cache)) if (file.startsWith(${JSON.stringify(`${ROOT}/dist/`)})) delete require.cache[file];
Object.assign(this, require("pulumi-altinn-broker/lifecycles").open(${JSON.stringify(kind)}, req.config)); } });`;
};

/** What a method of the provider process answered in place of a result. */
export class ProviderError extends Error {
  /** Of a partial creation. */
  id?: string;
  properties?: Values;
  reasons?: string[];

  constructor(
    message: string,
    /** What the process has printed since the method was called; its streams may come later than its answer. */
    readonly printed: () => string,
  ) {
    super(message);
    this.name = "ProviderError";
  }
}

export class ProviderHost {
  #started: Promise<ResourceProviderClient> | undefined;
  #child: ChildProcess | undefined;
  #served = 0;
  /** Lines of both its streams, for the run under way. */
  #printed: string[] = [];
  #largestMemory = 0;

  /** @param pulumiHome Pulumi's own folder on the machine of these runs */
  constructor(private readonly pulumiHome: string) {}

  /** Largest resident set of any process so far, in bytes; 0 where the system does not tell. */
  largestMemory(): number {
    const { pid } = this.#child ?? {};
    const status = pid === undefined ? "" : readIfThere(`/proc/${String(pid)}/status`);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    return (this.#largestMemory = Math.max(this.#largestMemory, peak));
  }

  /** Methods for one run. Lines that the process prints meanwhile go to `printed`. */
  run(kind: Kind, config: Readonly<Record<string, string>>, printed: string[]): DynamicMethods {
    const provider = { __provider: providerText(kind) };
    let configured: Promise<ResourceProviderClient> | undefined;
    const client = (): Promise<ResourceProviderClient> =>
      (configured ??= this.#configured(config, printed));

    const call = async <Q, A>(
      method: (client: ResourceProviderClient) => Method<Q, A>,
      request: Q,
      given: Values = {},
    ): Promise<A> => {
      const to = await client();
      const from = printed.length;
      try {
        return await answerOf(method(to).bind(to), request);
      } catch (error) {
        const found = providerError(error as ServiceError, () => printed.slice(from).join("\n"));
        // As the engine keeps it: the text that it gave.
        if (found.properties?.__provider === provider.__provider)
          found.properties = { ...found.properties, __provider: given.__provider };
        throw found;
      }
    };
    const struct = (values: Values): Struct =>
      Struct.fromJavaScript({ ...values, ...provider } as Record<string, JavaScriptValue>);

    return {
      async check(olds, news) {
        const request = new messages.CheckRequest();
        request.setOlds(Struct.fromJavaScript(olds as Record<string, JavaScriptValue>));
        request.setNews(struct(news));
        const answer = await call((to) => to.check, request);
        const failures = answer
          .getFailuresList()
          .map((each) => ({ property: each.getProperty(), reason: each.getReason() }));
        return { inputs: valuesOf(answer.getInputs()), failures };
      },
      async diff(id, olds, news) {
        const request = new messages.DiffRequest();
        request.setId(id);
        request.setOlds(struct(olds));
        request.setNews(struct(news));
        const answer = await call((to) => to.diff, request);
        const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
        const changes = answer.getChanges();
        const known = changes === DIFF_SOME || changes === DIFF_NONE;
        const replaces = answer.getReplacesList();
        return {
          ...(known ? { changes: changes === DIFF_SOME } : {}),
          ...(replaces.length > 0 ? { replaces } : {}),
        };
      },
      async create(inputs) {
        const request = new messages.CreateRequest();
        request.setProperties(struct(inputs));
        const answer = await call((to) => to.create, request, inputs);
        return { id: answer.getId(), outs: valuesOf(answer.getProperties()) };
      },
      async read(id, props) {
        const request = new messages.ReadRequest();
        request.setId(id);
        request.setProperties(struct(props));
        const answer = await call((to) => to.read, request);
        return {
          id: answer.getId(),
          props: valuesOf(answer.getProperties()),
          ...(answer.hasInputs() ? { inputs: valuesOf(answer.getInputs()) } : {}),
        };
      },
      async update(id, olds, news) {
        const request = new messages.UpdateRequest();
        request.setId(id);
        request.setOlds(struct(olds));
        request.setNews(struct(news));
        const answer = await call((to) => to.update, request, news);
        return { outs: valuesOf(answer.getProperties()) };
      },
      async delete(id, props) {
        const request = new messages.DeleteRequest();
        request.setId(id);
        request.setProperties(struct(props));
        await call((to) => to.delete, request);
      },
    };
  }

  async close(): Promise<void> {
    this.largestMemory();
    const child = this.#child;
    const client = await this.#started?.catch(() => undefined);
    this.#started = this.#child = undefined;
    client?.close();
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async #configured(
    config: Readonly<Record<string, string>>,
    printed: string[],
  ): Promise<ResourceProviderClient> {
    if (this.#served >= RUNS) {
      await this.close();
      this.#served = 0;
    }
    this.#served += 1;
    this.#printed = printed;
    const client = await (this.#started ??= this.#start());
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config));
    await answerOf(client.configure.bind(client), request);
    return client;
  }

  async #start(): Promise<ResourceProviderClient> {
    // The engine's address, which the process takes and does not call.
    const child = spawn(process.execPath, [PROGRAM, "127.0.0.1:1"], {
      cwd: ROOT,
      env: { ...ownEnvironment(), PULUMI_NODEJS_PROJECT: "faults", PULUMI_HOME: this.pulumiHome },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    createInterface(child.stderr).on("line", (line) => this.#printed.push(line));
    const lines = createInterface(child.stdout);
    const port = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      child.once("exit", () => reject(new Error(this.#printed.join("\n"))));
    });
    lines.on("line", (line) => this.#printed.push(line));
    return new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }
}

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** Without the settings of whoever runs the harness. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:ALTINN|MASKINPORTEN|PULUMI)_/.test(name)),
  );

type Method<Q, A> = (
  request: Q,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, answer: A) => void,
) => unknown;

const answerOf = <Q, A>(method: Method<Q, A>, request: Q): Promise<A> =>
  new Promise((resolve, reject) => {
    const deadline = Date.now() + METHOD_DEADLINE_MS;
    method(request, new Metadata(), { deadline }, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });

const valuesOf = (struct: Struct | undefined): Values =>
  (struct?.toJavaScript() ?? {}) as unknown as Values;

/** With the details of a partial creation, which the process puts into the error's metadata. */
function providerError(error: ServiceError, printed: () => string): ProviderError {
  const found = new ProviderError(error.details, printed);
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return found;
  for (const each of Status.deserializeBinary(packed).getDetailsList()) {
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(each.getValue_asU8());
    found.id = failed.getId();
    found.properties = valuesOf(failed.getProperties());
    found.reasons = failed.getReasonsList();
  }
  return found;
}
