/** Where and for whom an object was made; a run with other settings refuses to touch it. */
export interface Recorded {
  /** `altinn:environment` of the run that made it, such as `tt02`. */
  readonly environment: string;
  /** Nine digits of the service owner's organisation number. */
  readonly organization: string;
}
