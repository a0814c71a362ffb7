"""First words of a statement to its handler; the longest match counts."""

from .alter import AlterTable
from .change import Delete, Truncate, Update
from .comment import Comment
from .control import AlterDatabase, Begin, Commit, CreateDatabase, RollBack
from .copy import Copy
from .create import Create
from .cursors import Close, Declare, Fetch
from .default_privileges import AlterDefaultPrivileges
from .drop import Drop
from .explain import Explain
from .function import CreateFunction, DropFunction
from .grant import GrantOrRevoke
from .group import Group
from .handler import Handler, Refuse
from .insert import Insert
from .lock import Lock
from .maintenance import Analyze, Vacuum
from .materialized_view import AlterMaterializedView, CreateMaterializedView
from .merge import Merge
from .prepare import Deallocate, Prepare
from .query import Query
from .refresh import Refresh
from .role import GrantRole, Role
from .schema import AlterSchema, CreateSchema, DropSchema
from .select_into import SelectInto
from .settings import Reset, Set, Show
from .show import LISTS
from .unload import Unload
from .user import AlterUser, CreateUser, DropUser, SetSessionAuthorization

REFUSE = Refuse()

HANDLERS: dict[tuple[str, ...], Handler] = {
    ("BEGIN",): Begin(),
    ("START", "TRANSACTION"): Begin(),
    ("COMMIT",): Commit(),
    ("END",): Commit(),
    ("ROLLBACK",): RollBack(),
    ("ABORT",): RollBack(),
    ("SET",): Set(),
    ("RESET",): Reset(),
    ("SHOW",): Show(),
    **LISTS,
    ("CREATE",): Create(),
    ("CREATE", "SCHEMA"): CreateSchema(),
    ("CREATE", "DATABASE"): CreateDatabase(),
    ("CREATE", "MATERIALIZED", "VIEW"): CreateMaterializedView(),
    ("ALTER", "MATERIALIZED", "VIEW"): AlterMaterializedView(),
    ("REFRESH", "MATERIALIZED", "VIEW"): Refresh(),
    ("CREATE", "FUNCTION"): CreateFunction(),
    ("DROP", "FUNCTION"): DropFunction(),
    ("DROP",): Drop(),
    ("INSERT",): Insert(),
    ("UPDATE",): Update(),
    ("DELETE",): Delete(),
    ("TRUNCATE",): Truncate(),
    ("LOCK",): Lock(),
    ("MERGE",): Merge(),
    ("ALTER", "TABLE"): AlterTable(),
    ("ALTER", "SCHEMA"): AlterSchema(),
    ("DROP", "SCHEMA"): DropSchema(),
    ("ALTER", "DATABASE"): AlterDatabase(),
    ("COMMENT",): Comment(),
    ("GRANT",): GrantOrRevoke(),
    ("REVOKE",): GrantOrRevoke(),
    ("GRANT", "ROLE"): GrantRole(),
    ("REVOKE", "ROLE"): GrantRole(),
    ("REVOKE", "ADMIN", "OPTION"): GrantRole(),
    ("ALTER", "DEFAULT", "PRIVILEGES"): AlterDefaultPrivileges(),
    ("CREATE", "USER"): CreateUser(),
    ("ALTER", "USER"): AlterUser(),
    ("DROP", "USER"): DropUser(),
    ("CREATE", "GROUP"): Group(),
    ("ALTER", "GROUP"): Group(),
    ("DROP", "GROUP"): Group(),
    ("CREATE", "ROLE"): Role(),
    ("ALTER", "ROLE"): Role(),
    ("DROP", "ROLE"): Role(),
    ("SET", "SESSION", "AUTHORIZATION"): SetSessionAuthorization(),
    ("SET", "LOCAL", "SESSION"): SetSessionAuthorization(),
    ("RESET", "SESSION", "AUTHORIZATION"): SetSessionAuthorization(),
    ("VACUUM",): Vacuum(),
    ("ANALYZE",): Analyze(),
    ("COPY",): Copy(),
    ("UNLOAD",): Unload(),
    ("EXPLAIN",): Explain(),
    ("DECLARE",): Declare(),
    ("FETCH",): Fetch(),
    ("CLOSE",): Close(),
    ("PREPARE",): Prepare(),
    ("DEALLOCATE",): Deallocate(),
    ("SELECT",): Query(),
}
SELECT_INTO = SelectInto()
# https://docs.aws.amazon.com/redshift/latest/dg/r_WITH_clause.html
AFTER_WITH: dict[str, Handler] = {
    "SELECT": HANDLERS["SELECT",],
    "UPDATE": HANDLERS["UPDATE",],
    "DELETE": HANDLERS["DELETE",],
    "INSERT": REFUSE,
    "MERGE": REFUSE,
}
