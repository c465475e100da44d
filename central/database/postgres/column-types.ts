import {
  type ColumnDefinitionNode,
  type DataTypeNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  RawNode,
} from 'kysely';

/**
 * The migrations' column types as PostgreSQL has to have them to behave as SQLite does: every integer has 64 bits, and text
 * is ordered and compared by its bytes (COLLATE "C") whatever language the database was made in, or the pages of a
 * list would come in another order here than there.
 */
const columnTypes: Partial<Record<string, string>> = { integer: 'bigint', text: 'text collate "C"' };

class ColumnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const { dataType } = node;
    const type =
      dataType.kind === 'DataTypeNode' ? columnTypes[(dataType as DataTypeNode).dataType] : undefined;
    return super.transformColumnDefinition(
      type === undefined ? node : { ...node, dataType: RawNode.createWithSql(type) },
    );
  }
}

/** For the migrations only. */
export const postgresColumnTypes: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => new ColumnTypes().transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};
