Your order ${order.id} is on its way
