/** Where the facts about Anaplan leave a doubt, one named switch per doubt. The default is the likelier reading;
 *  a client must survive the others too. The table with sources is in EVIDENCE.md. */

export type Readings = {
  /** Doubt 5. */
  authenticateStatus: 200 | 201;
  /** Doubt 5: `status` of the auth service as text or as object. */
  authenticateStatusForm: "string" | "object";
  /** Doubt 6. */
  refreshToken: "same" | "new";
  /** Doubt 2. */
  certificateV1: "accepted" | "refused";
  /** HELP says self-signed certificates are refused. */
  certificateSelfSigned: "refused" | "accepted";
  certificateToleranceSeconds: number;
  /** Doubt 8. */
  devicePendingStatus: 400 | 401 | 403;
  /** Section 2.6: a non-rotating refresh repeats the refresh token or leaves it out. */
  oauthFixedRefreshToken: "omitted" | "repeated";
  /** Section 2.5: a 401 of the Integration API may come without a body. */
  unauthorizedBody: "json" | "empty";
  /** Doubt 12: key of a task list. */
  taskListKey: "tasks" | "task";
  /** Doubt 12: reply of a task start. */
  taskStartForm: "wrapped" | "bare";
  /** Section 6.1: a start answers with the id alone. */
  taskStartFields: "full" | "id";
  /** Section 6.2: the cancel answer. */
  cancelReply: "task" | "empty";
  /** Section 3.3. */
  emptyCollections: "key missing" | "empty array";
  /** Section 3.2: `next` is there although the page holds everything; or truthful; or never. */
  pagingNext: "always" | "truthful" | "never";
  /** Section 3.2: what `totalSize` claims. */
  pagingTotal: "right" | "too large" | "page";
  /** Section 3.2: meta.paging left out although documented. */
  pagingBlock: "present" | "missing";
  /** Section 3.2: `chunks` lists carry a paging block that contradicts the array. */
  chunksPaging: "none" | "contradicting";
  /** Doubt 17 and section 5.2. */
  adminDefaultFile: "404" | "empty";
  /** Doubt 16: reply of a dump call without a dump. */
  noDump: "404" | "400" | "204" | "empty";
  /** Doubt 15. */
  dumpSeparator: "comma" | "tab" | "source";
  dumpStatusColumn: "present" | "absent";
  dumpLineEnd: "CRLF" | "LF";
  /** Section 6.5: older dumps name source columns `Column N`. */
  dumpColumnNames: "header" | "numbered";
  /** `_Line_`: text lines, or records when a quoted field holds line breaks. No source says which. */
  dumpLineNumber: "physical" | "record";
  /** Section 6.3: `details` may be missing. */
  resultDetails: "present" | "missing";
  /** Doubt 13: `values` of a module import. */
  moduleResultValues: "counts" | "empty" | "missing";
  resultObjectName: "present" | "missing";
  /** Section 6.3: a dump flag that does not prove a rejected row. */
  dumpFlag: "when rejected or warned" | "always";
  /** Doubt 14. */
  processAfterFailedStep: "goes on" | "stops";
  /** Section 6.4: outer `successful` of a process whose step failed. */
  processOuterSuccess: "true" | "of steps";
  /** Section 5.3: the `chunkCount` in the reply of upload step 1. */
  uploadReplyChunkCount: "old" | "new";
  /** Doubt 22. */
  chunkCountDropsOldContent: "at once" | "when filled";
  /** Doubt 18: an import after an upload of unknown count without `complete`. */
  incompleteUpload: "fails" | "old content";
  /** Section 5.3: `complete` failed on one account. */
  completeStatus: 200 | 500;
  /** Doubt 32. */
  chunkCountAfterDelete: "zero" | "stale";
  /** Doubt 20: chunk replies gzip-encoded when the client accepts it. */
  chunkReplyEncoding: "identity" | "gzip";
  /** Section 4.3: live replies have exportFormat, encoding and layout, samples have not. */
  exportFormatFields: "present" | "missing";
  /** Doubt 28. */
  exportMetadataArrays: "equal" | "unequal";
  /** Section 4.3: rowCount is an estimate. */
  exportRowCount: "right" | "estimate";
  /** Doubt 29. */
  lineItemId: "present" | "missing";
  /** Doubt 26. */
  modelStatusMethod: "GET" | "POST" | "both";
  modelStatusForm: "bare" | "envelope";
  /** Section 4.3: unknown import id. */
  unknownImportMetadata: 500 | 404;
  /** Doubt 1. */
  exportDateFormat: "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "D MMM YYYY";
  /** Doubt 1: digits grouped by the line item's format. */
  exportNumberFormat: "plain" | "grouped";
  exportBooleans: "lower" | "upper" | "title";
  exportLineEnd: "LF" | "CRLF";
  /** Section 8.2: separators between the pages of a grid. */
  gridPageSeparator: "blank line" | "none";
  /** Section 6.5 sample has W with `Invalid parent`. */
  unknownParent: "warning" | "rejected";
  /** A key that comes twice in one file. */
  repeatedKey: "ignored" | "rejected" | "updated";
  /** Doubt 23. */
  localeName: "any" | "en_US only";
  /** Doubt 24. */
  retryAfter: "seconds" | "date" | "missing";
  /** Section 4.5; SDK says `ignored` counts the failed ones too. */
  listFailures: "counted as ignored" | "not counted";
  /** Doubt 31. */
  deleteItemsByName: "accepted" | "refused";
  /** Doubt 27. */
  readRequestHeader: "first page" | "each page";
  /** Section 4.8: what keeps a read request from being reclaimed. */
  readRequestAccess: "any" | "every hundredth page";
  /** Section 7.1: what of a locked model is refused. */
  lockedModel: "everything" | "writes";
  /** Section 4.2: what tells that a person's change holds a model, which answers 409. */
  heldModelTold: "model" | "status" | "nothing";
  /** Section 4.1: workspace currentSize is shown. */
  workspaceCurrentSize: "present" | "missing";
};

export const defaultReadings: Readings = {
  authenticateStatus: 201,
  authenticateStatusForm: "string",
  refreshToken: "same",
  certificateV1: "accepted",
  certificateSelfSigned: "refused",
  certificateToleranceSeconds: 300,
  devicePendingStatus: 403,
  oauthFixedRefreshToken: "omitted",
  unauthorizedBody: "json",
  taskListKey: "tasks",
  taskStartForm: "wrapped",
  taskStartFields: "full",
  cancelReply: "task",
  emptyCollections: "key missing",
  pagingNext: "always",
  pagingTotal: "right",
  pagingBlock: "present",
  chunksPaging: "none",
  adminDefaultFile: "404",
  noDump: "404",
  dumpSeparator: "comma",
  dumpStatusColumn: "present",
  dumpLineEnd: "CRLF",
  dumpColumnNames: "header",
  dumpLineNumber: "physical",
  resultDetails: "present",
  moduleResultValues: "counts",
  resultObjectName: "present",
  dumpFlag: "when rejected or warned",
  processAfterFailedStep: "goes on",
  processOuterSuccess: "true",
  uploadReplyChunkCount: "old",
  chunkCountDropsOldContent: "at once",
  incompleteUpload: "fails",
  completeStatus: 200,
  chunkCountAfterDelete: "zero",
  chunkReplyEncoding: "identity",
  exportFormatFields: "present",
  exportMetadataArrays: "equal",
  exportRowCount: "estimate",
  lineItemId: "present",
  modelStatusMethod: "GET",
  modelStatusForm: "bare",
  unknownImportMetadata: 500,
  exportDateFormat: "YYYY-MM-DD",
  exportNumberFormat: "plain",
  exportBooleans: "lower",
  exportLineEnd: "LF",
  gridPageSeparator: "blank line",
  unknownParent: "warning",
  repeatedKey: "ignored",
  localeName: "any",
  retryAfter: "seconds",
  listFailures: "counted as ignored",
  deleteItemsByName: "accepted",
  readRequestHeader: "first page",
  readRequestAccess: "any",
  lockedModel: "everything",
  heldModelTold: "model",
  workspaceCurrentSize: "present",
};

/** Defaults overlaid with what is given. Throws on a name that is no reading: a typo must not pass as the default. */
export function resolveReadings(given: Partial<Readings> = {}): Readings {
  for (const name of Object.keys(given)) {
    if (!(name in defaultReadings)) throw new Error(`unknown reading: ${name}`);
  }
  return { ...defaultReadings, ...given };
}
