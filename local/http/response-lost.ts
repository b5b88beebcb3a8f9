/** The request was carried out, but the connection breaks before its answer. */
export class ResponseLost extends Error {
  constructor() {
    super('Unable to execute HTTP request: the connection was reset');
    this.name = 'SdkClientException';
  }
}
