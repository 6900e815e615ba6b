//! The registers of a package, whole in memory.

use crate::package::tables::{
    Activity, ConnectedSystem, DataRequest, Document, Interface, IntermediaryService, ItemElement,
    KnowledgeEntry, LicenceCount, LicenceType, Material, Model, PeerItem, PowerChange,
    PowerHandover, Proof, Rating, RatingPoint, System,
};
use crate::package::{Package, Refused, Row, Zone};
use crate::report::DataQuality;

macro_rules! registers {
    ($($(#[$meta:meta])* $field:ident: $row:ident,)+) => {
        /// The rows of every register but the items; a table that the package doesn't have is
        /// empty (whether it is there, [`Year::has`](super::Year::has) says).
        #[derive(Debug, Default)]
        pub struct Registers {
            $($(#[$meta])* pub $field: Vec<$row<'static>>,)+
        }

        impl Registers {
            /// Reads the registers, in the order of the exchange specification.
            ///
            /// # Errors
            /// When a file is refused whole.
            pub fn read(
                package: &Package,
                zone: &Zone,
                quality: &mut DataQuality,
            ) -> Result<Self, Refused> {
                Ok(Registers { $($field: rows::<$row<'static>>(package, zone, quality)?,)+ })
            }
        }
    };
}

registers! {
    /// 材料
    materials: Material,
    /// 评价
    ratings: Rating,
    /// 文件
    documents: Document,
    /// 系统
    systems: System,
    /// 监管模型
    models: Model,
    /// 对标
    peer_items: PeerItem,
    /// 评价点
    rating_points: RatingPoint,
    /// 对接系统
    connected_systems: ConnectedSystem,
    /// 知识库
    knowledge: KnowledgeEntry,
    /// 权责调整
    power_changes: PowerChange,
    /// 中介服务
    intermediary_services: IntermediaryService,
    /// 证明事项
    proofs: Proof,
    /// 监管活动
    activities: Activity,
    /// 共享接口
    interfaces: Interface,
    /// 共享需求
    data_requests: DataRequest,
    /// 证照类型
    licence_types: LicenceType,
    /// 证照签发量
    licence_counts: LicenceCount,
    /// 事项要素
    item_elements: ItemElement,
    /// 权责承接
    power_handovers: PowerHandover,
}

fn rows<R: Row>(
    package: &Package,
    zone: &Zone,
    quality: &mut DataQuality,
) -> Result<Vec<R::Of<'static>>, Refused> {
    let rows = package.collect::<R>(zone, quality)?.unwrap_or_default();
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
